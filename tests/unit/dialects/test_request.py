"""A question is read, and its model replaced, without touching anything else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.errors import InvalidJson, InvalidRequest
from ai_gateway.dialects.request import Question, read_question, with_model

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet=st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet=st.characters()), inner),
    max_leaves=20,
)
BODIES = st.dictionaries(st.text(alphabet=st.characters()), JSON, max_size=8)


@pytest.mark.parametrize(
    ("body", "question"),
    [
        (b"{}", Question(None, stream=False)),
        (b'{"model":"a","stream":true}', Question("a", stream=True)),
        (b' {"stream": false, "model": "a/b"} ', Question("a/b", stream=False)),
        (b'{"model":null,"stream":null}', Question(None, stream=False)),
        (b'{"model":"a","model":"b"}', Question("b", stream=False)),
        (rb'{"\u006dodel":"\u0061"}', Question("a", stream=False)),
        (b'\xef\xbb\xbf{"model":"a"}', Question("a", stream=False)),
        (rb'{"x":"\ud800","model":"a"}', Question("a", stream=False)),
        (rb'{"\udc00":1,"model":"\ud83d\ude00"}', Question("\U0001f600", stream=False)),
        (rb'{"model":"\ud800"}', Question("\ufffd", stream=False)),
        (b'{"x":1e999,"y":' + b"9" * 6_000 + b',"model":"a"}', Question("a", stream=False)),
        (b'{"x":{"model":1,"stream":"no"},"model":"a"}', Question("a", stream=False)),
    ],
)
def test_what_a_vendor_accepts_is_read(body: bytes, question: Question) -> None:
    assert read_question(body) == question


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "must be JSON, and it is not"),
        (b"secret prompt", "must be JSON, and it is not"),
        (b'{"secret":"a\nb"}', "must be JSON, and it is not"),
        (b'{"secret":NaN}', "must be JSON, and it is not"),
        (b'{"model":"a"} secret', "must be JSON, and it is not"),
        (b"\xef\xbb\xbf", "must be JSON, and it is not"),
        (rb'{"secret":"\ud800}', "must be JSON, and it is not"),
        (b'["secret"]', "must be a JSON object.*got `array`"),
        (b'"secret"', "must be a JSON object.*got `str`"),
        (b'{"model":' + b"9" * 6_000 + b"}", "out of range"),
        (b'{"secret":"\xff"}', "in UTF-8.*byte 11"),
        (b'{"\xffsecret":1}', "in UTF-8"),
        (b'{"secret":' + b"[" * 100_000, "nested too deeply"),
        (b'{"secret":' + b"[" * 50_000 + b"]" * 50_000 + b"}", "nested too deeply"),
    ],
)
def test_what_is_no_json_object_is_refused_without_quoting_it(body: bytes, said: str) -> None:
    with pytest.raises(InvalidJson, match=said) as seen:
        read_question(body)
    assert "secret" not in seen.value.message
    assert len(seen.value.message) < 300


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        (
            b'{"model":1}',
            "model",
            "`model` must be a string, the name of a model, and it is a number.",
        ),
        (b'{"model":1.5}', "model", "it is a number."),
        (b'{"model":["secret"]}', "model", "it is an array."),
        (b'{"model":{"secret":1}}', "model", "it is an object."),
        (b'{"model":true}', "model", "it is a boolean."),
        (b'{"stream":"secret"}', "stream", "`stream` must be true or false, and it is a string."),
        (b'{"stream":1}', "stream", "it is a number."),
    ],
)
def test_a_wrong_type_is_named(body: bytes, field: str, said: str) -> None:
    with pytest.raises(InvalidRequest) as seen:
        read_question(body)
    assert seen.value.field == field
    assert said in seen.value.message
    assert "secret" not in seen.value.message


@given(st.binary(max_size=200) | st.text(max_size=50).map(lambda text: f'{{"a":"{text}'.encode()))
def test_any_bytes_are_a_question_or_refused(body: bytes) -> None:
    try:
        question = read_question(body)
    except InvalidRequest:
        return
    assert isinstance(question, Question)


@given(members=BODIES)
def test_every_other_member_stays_as_it_is(members: dict[str, object]) -> None:
    body = json.dumps(members).encode()
    changed = json.loads(with_model(body, "new"))
    assert changed == {**json.loads(body), "model": "new"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{}", b'{"model":"m\xc3\xa9"}'),
        ('{"ü":"💡"}'.encode(), '{"ü":"💡","model":"mé"}'.encode()),
        (
            b'{"a" : 1.50 , "model":{"x":1}, "b":[1,  2 ],"c":1e999}',
            b'{"a":1.50,"model":"m\xc3\xa9","b":[1,  2 ],"c":1e999}',
        ),
        (b'{"a":1,"a":"2","model":"x","model":"y"}', b'{"a":"2","model":"m\xc3\xa9"}'),
        (rb'{"\u006dodel":"x"}', b'{"model":"m\xc3\xa9"}'),
        (
            b'\xef\xbb\xbf {"\\ud800" : "\\udc00 {,:" , "n":' + b"9" * 5_000 + b"}\n",
            b'{"\\ud800":"\\udc00 {,:","n":' + b"9" * 5_000 + b',"model":"m\\u00e9"}',
        ),
        (
            rb'{"model":"\ud800","a":[{"b":"\ud83d"}],"a":{"c":[]}}',
            rb'{"model":"m\u00e9","a":{"c":[]}}',
        ),
    ],
)
def test_values_keep_their_spelling(body: bytes, expected: bytes) -> None:
    assert with_model(body, "mé") == expected


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"\xff":1}', b'{"a":' + b"[" * 100_000, rb'{"\ud800":1', rb'["\ud800"]']
)
def test_a_model_cannot_be_put_into_what_is_no_object(body: bytes) -> None:
    with pytest.raises(InvalidJson):
        with_model(body, "m")
