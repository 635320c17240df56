"""Bedrock as a provider: where each call goes."""

from typing import Any

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.core.operation import Operation
from ai_gateway.providers.bedrock.authority import BearerRequests
from ai_gateway.providers.bedrock.provider import make_bedrock
from ai_gateway.providers.contract import CustomHost, Target
from tests.unit.providers.bedrock.bedrock_calls import ARN, bedrock, call
from tests.unit.providers.blueprints import blueprint

NOVA = b"amazon.nova-pro-v1%3A0"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("members", "target"),
    [
        ({}, b"/model/%b/converse" % NOVA),
        ({"stream": True}, b"/model/%b/converse-stream" % NOVA),
        ({"operation": Operation.COUNT_TOKENS}, b"/model/%b/count-tokens" % NOVA),
        ({"model": "us.amazon.nova-pro-v1:0"}, b"/model/us.%b/converse" % NOVA),
        (
            {"operation": Operation.COUNT_TOKENS, "model": "us.amazon.nova-pro-v1:0"},
            b"/model/%b/count-tokens" % NOVA,
        ),
    ],
)
async def test_the_path_says_what_is_asked_of_which_model(
    members: dict[str, Any], target: bytes
) -> None:
    provider = bedrock()
    request = await provider.prepare(call(**members), Target(provider))
    assert request.target == target
    assert str(request.origin) == "https://bedrock-runtime.us-east-1.amazonaws.com:443"


@pytest.mark.anyio
async def test_a_targets_model_goes_before_the_calls_own() -> None:
    provider = bedrock()
    request = await provider.prepare(call(), Target(provider, model="a.b"))
    assert request.target == b"/model/a.b/converse"


@pytest.mark.anyio
async def test_an_arn_is_called_where_it_is() -> None:
    provider = bedrock()
    request = await provider.prepare(call(model=ARN), Target(provider))
    assert request.origin.host == "bedrock-runtime.eu-west-1.amazonaws.com"
    assert b"/eu-west-1/bedrock/" in dict(request.headers)[b"authorization"]


@pytest.mark.anyio
async def test_nothing_of_the_caller_goes_to_amazon() -> None:
    provider = bedrock(requests=BearerRequests("key"))
    request = await provider.prepare(call(body=b'{"a":1}'), Target(provider))
    assert dict(request.headers) == {
        b"content-type": b"application/json",
        b"accept-encoding": b"identity",
        b"authorization": b"Bearer key",
    }
    assert (request.body, request.body_length) == (b'{"a":1}', 7)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("members", "host", "field"),
    [
        ({"model": None}, None, "model"),
        ({"body": iter(())}, None, "body"),
        ({}, CustomHost("https://example.com", ()), "x-portkey-custom-host"),
    ],
)
async def test_what_cannot_be_sent_is_refused(
    members: dict[str, Any], host: CustomHost | None, field: str
) -> None:
    provider = bedrock()
    with pytest.raises(InvalidRequest) as refused:
        await provider.prepare(call(**members), Target(provider, custom_host=host))
    assert refused.value.field == field


@pytest.mark.anyio
async def test_the_model_behind_a_name_is_told() -> None:
    assert await bedrock().own_name("eu.amazon.nova-pro-v1:0") == "amazon.nova-pro-v1:0"


def test_it_answers_converse_alone_and_callers_of_other_dialects_by_it() -> None:
    provider = bedrock()
    answered = [operation for operation in Operation if provider.answers(operation, "m")]
    assert answered == [Operation.CONVERSE]
    foreign = provider.foreign("amazon.nova-pro-v1:0")
    assert foreign is not None
    assert foreign.operation is Operation.CONVERSE


def test_tokens_are_counted_for_models_of_anthropics_alone() -> None:
    claude = bedrock().foreign("anthropic.claude-haiku-4-5-20251001-v1:0")
    nova = bedrock().foreign("amazon.nova-pro-v1:0")
    assert claude is not None
    assert nova is not None
    assert (claude.counter is None, nova.counter is None) == (False, True)


def test_without_its_settings_it_cannot_be_made() -> None:
    with pytest.raises(ValueError, match=r"providers.b.bedrock is missing"):
        make_bedrock(blueprint("b", "bedrock"))


@pytest.mark.anyio
async def test_it_is_made_with_a_key_of_bedrocks_or_signs() -> None:
    section = {"region": "eu-west-1", "access_key_id": "AKIA", "secret_access_key": "s"}
    signing = make_bedrock(blueprint("b", "bedrock", bedrock=section, base_url="http://h:9"))
    request = await signing.prepare(call(), Target(signing))
    assert str(request.origin) == "http://h:9"
    assert b"/eu-west-1/bedrock/aws4_request" in dict(request.headers)[b"authorization"]
    bearing = make_bedrock(blueprint("b", "bedrock", bedrock=section, api_key="key"))
    request = await bearing.prepare(call(), Target(bearing))
    assert request.origin.host == "bedrock-runtime.eu-west-1.amazonaws.com"
    assert dict(request.headers)[b"authorization"] == b"Bearer key"


def test_it_calls_with_a_credential_of_its_own() -> None:
    assert bedrock().has_credential
