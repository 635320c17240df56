"""Where the configuration is: a file, an object in S3, or nowhere."""

from pathlib import Path

import pytest

from ai_gateway.config.mistakes import ConfigurationInvalid
from ai_gateway.config.source import LARGEST_FILE, S3Object, read, source_of
from tests.unit.config.aws_values import AwsValues


@pytest.mark.parametrize(
    ("named", "variable", "source"),
    [
        (None, "", None),
        (None, "a.yaml", Path("a.yaml")),
        ("b.yaml", "a.yaml", Path("b.yaml")),
        (Path("b.yaml"), "a.yaml", Path("b.yaml")),
        ("s3://b/k", "", S3Object("b", "k")),
        (None, "s3://b/a/k.yaml?versionId=v.1", S3Object("b", "a/k.yaml", "v.1")),
        ("s3://b/a%20b", "", S3Object("b", "a b")),
    ],
)
def test_the_command_line_counts_before_the_environment(
    named: str | Path | None, variable: str, source: object
):
    assert source_of(named, {"AI_GATEWAY_CONFIG": variable}) == source


@pytest.mark.parametrize(
    "address",
    ["s3://", "s3://b", "s3://b/", "s3:///k", "s3://b/k?version=1", "s3://b/k?versionId="],
)
def test_an_address_in_s3_that_is_none_says_what_one_is(address: str):
    with pytest.raises(ConfigurationInvalid, match=r"expected s3://BUCKET/KEY\?versionId=VERSION"):
        source_of(address, {})


def test_an_object_is_read_in_its_version():
    aws = AwsValues(objects={("k", "1"): b"one", ("k", None): "zw\u00f6lf".encode()})
    assert read(S3Object("b", "k", "1"), aws) == "one"
    assert read(S3Object("b", "k"), aws) == "zw\u00f6lf"
    assert str(S3Object("b", "k", "1")) == "s3://b/k?versionId=1"


def test_an_object_that_cannot_be_read_is_a_mistake_at_its_address():
    with pytest.raises(ConfigurationInvalid) as raised:
        read(S3Object("b", "k"), AwsValues(denied=frozenset({"k"})))
    (mistake,) = raised.value.mistakes
    assert str(mistake) == "s3://b/k: s3://b/k cannot be read: denied; allow it"


def test_what_is_no_text_or_too_large_is_refused(tmp_path: Path):
    with pytest.raises(ConfigurationInvalid, match="not UTF-8"):
        read(S3Object("b", "k"), AwsValues(objects={("k", None): b"\xff"}))
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (LARGEST_FILE + 1))
    with pytest.raises(ConfigurationInvalid, match="a file of 1048577 bytes"):
        read(large, AwsValues())
    with pytest.raises(ConfigurationInvalid, match="No such file"):
        read(tmp_path / "missing.yaml", AwsValues())
