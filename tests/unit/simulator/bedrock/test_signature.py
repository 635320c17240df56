import pytest
from botocore.credentials import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_gateway.simulator.bedrock.signature import parse_authorization, sign
from ai_gateway.simulator.request import Request
from tests.unit.simulator.bedrock.signing import signed

# AWS's own test suite for Signature Version 4: these values, and the signatures below.
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
    "SignedHeaders=host;x-amz-date, Signature=0"
)
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
HEADERS = {"host": "example.amazonaws.com", "x-amz-date": "20150830T123600Z"}


@pytest.mark.parametrize(
    ("query", "signature"),
    [
        ("", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        (
            "Param2=value2&Param1=value1",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
    ],
)
def test_the_published_examples(query: str, signature: str):
    request = Request(1, "GET", "/", query, HEADERS, b"", raw_path="/")
    authorization = parse_authorization(AUTHORIZATION)
    assert authorization is not None
    assert sign(request, authorization, SECRET) == signature


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(("/model/a/converse", "/model/arn%3Aaws%3A1%2Fx/converse", "/a%20b/~c")),
    st.sampled_from(("", "b=2&a=1", "a=%2F%20x&a=", "a")),
    st.text(st.characters(max_codepoint=1000), min_size=1, max_size=20),
)
def test_agrees_with_botocore(path: str, query: str, secret: str):
    credentials = Credentials("AKIDEXAMPLE", secret)
    request = signed({"a": 1}, path=path, query=query, credentials=credentials)
    authorization = parse_authorization(request.header("authorization"))
    assert authorization is not None
    assert sign(request, authorization, secret) == authorization.signature
    request.body += b" "
    assert sign(request, authorization, secret) != authorization.signature


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer x",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request",
        AUTHORIZATION.replace("/aws4_request", ""),
        AUTHORIZATION.replace("aws4_request", "other"),
    ],
)
def test_what_is_no_authorization(header: str):
    assert parse_authorization(header) is None
