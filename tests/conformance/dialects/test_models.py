"""Every dialect lists models as its vendor's SDK types them."""

import anthropic
import httpx2
import openai
import pytest

from ai_gateway.core.operation import DialectName
from ai_gateway.dialects.builtin import DIALECTS
from ai_gateway.dialects.contract import ModelEntry

ENTRIES = [ModelEntry("gpt-4.1", "openai"), ModelEntry("größte/💡", "vllm")]


def client(dialect: DialectName, http: httpx2.Client) -> openai.OpenAI | anthropic.Anthropic:
    kind = anthropic.Anthropic if dialect == "anthropic-messages" else openai.OpenAI
    return kind(api_key="key", base_url="http://gateway.test", http_client=http, max_retries=0)


def serving(body: bytes) -> httpx2.Client:
    return httpx2.Client(
        transport=httpx2.MockTransport(
            lambda _: httpx2.Response(
                200, headers={"content-type": "application/json"}, content=body
            )
        )
    )


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("entries", [[], ENTRIES], ids=["none", "two"])
def test_the_sdk_lists_every_model_once(dialect: DialectName, entries: list[ModelEntry]) -> None:
    with serving(DIALECTS[dialect].render_models(entries)) as http:
        listed = list(client(dialect, http).models.list())
    assert [model.id for model in listed] == [entry.id for entry in entries]
    for model in listed:
        # The SDKs build without validation; this is what strict code does with the result.
        type(model).model_validate(model.model_dump())


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_sdk_reads_one_model(dialect: DialectName) -> None:
    with serving(DIALECTS[dialect].render_model(ENTRIES[1])) as http:
        model = client(dialect, http).models.retrieve("any")
    assert model.id == ENTRIES[1].id
    type(model).model_validate(model.model_dump())
