"""What is said when the gateway has started."""

from pydantic import SecretStr

from ai_gateway.cli.banner import Started, banner, provider_line
from ai_gateway.config.settings import Settings
from ai_gateway.providers.settings import ProviderSettings

ADDRESSES = ("http://127.0.0.1:8787", "http://127.0.0.1:8788")


def test_it_says_what_listens_where_who_has_a_key_and_how_to_stop():
    settings = Settings(providers={"openai": ProviderSettings(api_key=SecretStr("sk-secret"))})
    text = banner(Started(settings, *ADDRESSES, {"openai": "OPENAI_API_KEY"})).plain
    assert "callers    http://127.0.0.1:8787\n" in text
    assert "admin      http://127.0.0.1:8788/status\n" in text
    assert "openai (OPENAI_API_KEY)" in text
    assert "curl http://127.0.0.1:8787/v1/chat/completions" in text
    assert "Stop with Ctrl-C: open streams get 105 s" in text
    assert "sk-secret" not in text
    assert "SIMULATED" not in text


def test_a_simulation_says_so_and_what_to_do_for_real_answers():
    started = Started(Settings(), *ADDRESSES, {}, simulated=("openai", "anthropic"))
    text = banner(started).plain
    assert "SIMULATED: openai, anthropic" in text
    assert "x-ai-gateway-simulated: true" in text
    assert "Set OPENAI_API_KEY or ANTHROPIC_API_KEY" in text


def test_without_any_key_callers_are_told_to_bring_their_own():
    text = banner(Started(Settings(), *ADDRESSES, {})).plain
    assert "none has a key here: callers send their own" in text
    assert "Bearer $OPENAI_API_KEY" in text


def test_providers_are_listed_with_the_origin_of_their_keys():
    assert provider_line({"a": "A_KEY", "b": "gateway.yaml"}) == "a (A_KEY), b (gateway.yaml)"
