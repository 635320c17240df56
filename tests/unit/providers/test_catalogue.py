"""Every entry of the catalogue is complete and leads somewhere."""

import re

import msgspec
import pytest

from ai_gateway.core.operation import Operation
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.providers.address import Address
from ai_gateway.providers.catalogue import CatalogueEntry, catalogue
from ai_gateway.providers.foreign import foreign_by

PROMISED = {
    *("openai", "anthropic", "azure-openai", "groq", "mistral-ai", "together-ai", "openrouter"),
    *("deepseek", "x-ai", "fireworks-ai", "cerebras", "perplexity-ai"),
    *("ollama", "vllm", "llama.cpp"),
    *("bedrock", "google", "vertex-ai"),
}

each_entry = pytest.mark.parametrize(("name", "entry"), catalogue().items(), ids=list(catalogue()))


def test_every_promised_provider_is_there():
    assert set(catalogue()) >= PROMISED


def test_it_is_read_once():
    assert catalogue() is catalogue()


@each_entry
def test_a_name_fits_before_a_slash_and_in_a_header_field(name: str, entry: CatalogueEntry):
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*", name)


@each_entry
def test_an_address_is_safe_and_only_left_out_where_it_is_the_operators(
    name: str, entry: CatalogueEntry
):
    if entry.base_url is None:
        assert name in ("azure-openai", "bedrock", "vertex-ai")
        return
    origin = Address.parse(entry.base_url).origin
    assert origin.scheme == "https" or origin.host == "127.0.0.1"


@each_entry
def test_a_key_has_a_variable_and_a_place(name: str, entry: CatalogueEntry):
    # Vertex AI takes tokens, which nobody keeps in a variable.
    assert (entry.key is None) == (entry.credential == "none" or name == "vertex-ai")
    keys = r"[A-Z][A-Z0-9_]*_API_KEY|AWS_BEARER_TOKEN_BEDROCK"
    assert entry.key is None or re.fullmatch(keys, entry.key)


@each_entry
def test_it_answers_something_and_passes_on_the_rest(name: str, entry: CatalogueEntry):
    # Whatever goes to Bedrock is signed, and nothing is signed that is not understood.
    assert name == "bedrock" or entry.operations > {Operation.PASSTHROUGH}
    assert entry.operations


@each_entry
def test_callers_of_other_dialects_are_answered_by_what_it_answers_anyway(
    name: str, entry: CatalogueEntry
):
    assert entry.foreign in entry.operations
    assert foreign_by(entry.foreign, entry.chat).operation is entry.foreign
    assert entry.chat == Quirks() or entry.foreign is Operation.CHAT


@each_entry
def test_the_vendors_page_is_named(name: str, entry: CatalogueEntry):
    assert entry.source.startswith("https://")


@each_entry
def test_its_fields_are_written_as_the_wire_has_them_and_hold_no_credential(
    name: str, entry: CatalogueEntry
):
    for field, value in entry.headers.items():
        assert re.fullmatch(r"[a-z0-9-]+", field)
        assert re.fullmatch(r"[!-~]+", value)
        assert field not in ("authorization", "x-api-key", "api-key")


def test_no_two_providers_share_a_variable():
    keys = [entry.key for entry in catalogue().values() if entry.key is not None]
    assert len(keys) == len(set(keys))


def test_an_entry_with_an_unknown_member_is_refused():
    entry = {"credential": "none", "operations": [], "source": "https://x", "secret": "x"}
    with pytest.raises(msgspec.ValidationError, match="secret"):
        msgspec.convert(entry, CatalogueEntry)
