"""The configuration from file and environment, or every mistake at once."""

from pathlib import Path

import pytest

from ai_gateway.config.loader import Notes, load
from ai_gateway.config.mistakes import ConfigurationInvalid, Mistake
from tests.unit.config.aws_values import AwsValues


def written(folder: Path, text: str) -> Path:
    path = folder / "gateway.yaml"
    path.write_text(text, "utf-8")
    return path


def mistakes(path: Path | str | None, environment: dict[str, str]) -> tuple[Mistake, ...]:
    with pytest.raises(ConfigurationInvalid) as raised:
        load(path, environment)
    return raised.value.mistakes


def test_without_a_file_the_environment_alone_configures():
    settings = load(None, {"OPENAI_API_KEY": "sk-1", "HTTPS_PROXY": "http://proxy:3128"})
    key = settings.providers["openai"].api_key
    assert list(settings.providers) == ["openai"]
    assert key is not None
    assert key.get_secret_value() == "sk-1"
    assert settings.transport.proxy == "http://proxy:3128"


def test_the_environment_names_the_file_and_the_command_line_overrules_it(tmp_path: Path):
    path = written(tmp_path, "edge: {port: 9000}")
    environment = {"AI_GATEWAY_CONFIG": str(path)}
    assert load(None, environment).edge.port == 9000
    other = tmp_path / "other.yaml"
    other.write_text("edge: {port: 9001}")
    assert load(other, environment).edge.port == 9001


def test_numbers_and_secrets_come_from_variables(tmp_path: Path):
    path = written(
        tmp_path,
        "edge: {port: '${PORT}', max_calls: '${CALLS:-}'}\n"
        "accounting: {log: '${LOG}'}\n"
        "providers: {groq: {api_key: '${OWN_KEY}'}, openai: }\n",
    )
    environment = {"PORT": "9000", "LOG": "false", "OWN_KEY": "gsk-1", "OPENAI_API_KEY": "sk-1"}
    settings = load(path, environment)
    assert (settings.edge.port, settings.edge.max_calls) == (9000, 2048)
    assert settings.accounting.log is False
    assert "gsk-1" not in repr(settings)
    assert settings.providers["openai"].api_key is not None


def test_every_kind_of_mistake_is_reported_at_once_in_the_order_of_the_file(tmp_path: Path):
    path = written(
        tmp_path,
        "edge:\n"
        "  host: 0.0.0.0\n"
        "  port: abc\n"
        "providers:\n"
        "  openai:\n"
        "    api_key: sk-literal\n"
        "  groq:\n"
        "    api_key: ${UNSET}\n"
        "    api_ky: sk-literal\n"
        "  acme:\n"
        "    models: [m]\n"
        "routing:\n"
        "  models:\n"
        "    fast: {provider: nix, model: m}\n",
    )
    found = mistakes(path, {})
    assert [(mistake.line, mistake.path) for mistake in found] == [
        (2, "edge.host"),
        (3, "edge.port"),
        (6, "providers.openai.api_key"),
        (8, "providers.groq.api_key"),
        (9, "providers.groq.api_ky"),
        (10, "providers.acme.like"),
        (14, "routing.models.fast.provider"),
    ]
    assert "sk-literal" not in "".join(map(str, found))


def test_a_mistake_that_only_follows_another_is_not_reported(tmp_path: Path):
    path = written(tmp_path, "providers: {azure-openai: {base_url: '${UNSET}'}}")
    (mistake,) = mistakes(path, {})
    assert "UNSET is not set" in str(mistake)


def test_a_mistake_in_the_environment_names_the_variable_and_not_its_value():
    (mistake,) = mistakes(None, {"OPENAI_API_KEY": "sk-1\n"})
    assert "providers.openai.api_key: a key with a character" in str(mistake)
    assert "sk-1" not in str(mistake)
    (mistake,) = mistakes(None, {"HTTPS_PROXY": "socks5://user:s3cret@proxy"})
    assert mistake.path == "transport"
    assert "s3cret" not in str(mistake)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("s3://bucket", "no address in S3; expected s3://BUCKET/KEY?versionId=VERSION"),
        ("missing.yaml", "No such file or directory"),
        (".", "Is a directory"),
    ],
)
def test_a_path_that_leads_to_no_file_says_so(name: str, says: str):
    (mistake,) = mistakes(name, {})
    assert says in str(mistake)
    assert "correct --config or AI_GATEWAY_CONFIG" in str(mistake)


def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path: Path):
    path = tmp_path / "gateway.yaml"
    path.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in str(mistakes(path, {})[0])
    path.write_bytes(b"#" * (1024 * 1024 + 1))
    assert "1048577 bytes" in str(mistakes(path, {})[0])


def test_file_and_secrets_come_from_aws_each_fetched_once(caplog: pytest.LogCaptureFixture):
    text = (
        b"providers:\n"
        b"  openai: {api_key: '${secret:keys:openai}'}\n"
        b"  groq: {api_key: '${secret:keys:groq}'}\n"
        b"  anthropic: {api_key: '${secret:unset}'}\n"
    )
    aws = AwsValues({"keys": '{"openai": "sk-1", "groq": "gsk-1"}'}, {("gateway.yaml", "7"): text})
    settings = load("s3://config/gateway.yaml?versionId=7", {}, aws)
    assert list(settings.providers) == ["openai", "groq"]
    key = settings.providers["groq"].api_key
    assert key is not None
    assert key.get_secret_value() == "gsk-1"
    assert aws.read == {"config/gateway.yaml": 1, "keys": 1, "unset": 1}
    assert [record.getMessage() for record in caplog.records] == [
        "providers.anthropic.api_key: secret unset has no value, so anthropic is not configured."
    ]


def test_a_secret_that_is_denied_is_a_mistake_at_its_path_beside_the_others(tmp_path: Path):
    path = written(
        tmp_path,
        "edge: {port: abc}\nproviders:\n  openai:\n    api_key: ${secret:mine}\n",
    )
    with pytest.raises(ConfigurationInvalid) as raised:
        load(path, {}, AwsValues(denied=frozenset({"mine"})))
    assert [str(mistake) for mistake in raised.value.mistakes][1:] == [
        "providers.openai.api_key (line 4): secret mine cannot be read: denied; allow it"
    ]


def test_an_alias_of_a_provider_without_its_secret_is_no_mistake(tmp_path: Path):
    path = written(
        tmp_path,
        "providers: {acme: {like: openai, base_url: 'https://a', api_key: '${secret:gone}'}}\n"
        "routing: {models: {fast: {provider: acme, model: m}}}\n",
    )
    assert load(path, {}, AwsValues()).providers == {}


def test_what_stays_so_is_noted_once(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    path = written(tmp_path, "providers: {openai: {api_key: '${secret:gone}'}}")
    notes = Notes()
    for _ in range(3):
        load(path, {}, AwsValues(), notes)
    assert len(caplog.records) == 1
    load(path, {}, AwsValues())
    assert len(caplog.records) == 2
