"""Whose model it is, by every way to name one."""

import pytest

from ai_gateway.dialects.bedrock_converse.maker import maker_of


@pytest.mark.parametrize(
    ("model", "maker"),
    [
        ("anthropic.claude-3-haiku-20240307-v1:0", "anthropic"),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic"),
        ("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0", "amazon"),
        ("arn:aws:bedrock:eu-west-1:1:inference-profile/eu.amazon.nova-lite-v1:0", "amazon"),
        ("openai.gpt-oss-120b-1:0", "gpt-oss"),
        ("openai.gpt-5.4", "openai"),
        ("deepseek.r1-v1:0", "deepseek"),
        ("moonshotai.kimi-k2.5", "moonshot"),
        ("meta.llama3-3-70b-instruct-v1:0", "other"),
        ("arn:aws:bedrock:us-east-1:1:application-inference-profile/abc", "other"),
    ],
)
def test_a_name_tells_the_maker(model: str, maker: str) -> None:
    assert maker_of(model) == maker
