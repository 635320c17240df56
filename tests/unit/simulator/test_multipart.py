import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.simulator.multipart import InvalidForm, parse_form

KIND = 'multipart/form-data; boundary="a b"'


def test_reads_fields_and_files():
    body = (
        b'--a b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
        b'--a b\r\nContent-Disposition: form-data; name="file"; filename="x \\"y\\".bin"\r\n'
        b"Content-Type: image/png\r\n\r\n\r\n\x00\xff--a b\r\n--a b--\r\n"
    )
    form = parse_form(KIND, body)
    assert form.fields == {"purpose": "batch"}
    file = form.files["file"]
    assert (file.filename, file.content_type) == ('x "y".bin', "image/png")
    assert file.content == b"\r\n\x00\xff--a b"


def test_a_file_without_a_type_is_bytes():
    body = b"--B\r\ncontent-disposition: form-data; name=f; filename=a\r\n\r\nx\r\n--B--"
    assert parse_form("multipart/form-data; boundary=B", body).files["f"].content_type == (
        "application/octet-stream"
    )


@pytest.mark.parametrize(
    "body", [b"", b"--a b", b"--a b\r\nno end", b"junk\r\n--a b--", b"--a b\r\nx\r\n--a b--"]
)
def test_refuses_what_is_cut_short(body: bytes):
    with pytest.raises(InvalidForm):
        parse_form(KIND, body)


def test_refuses_a_form_without_boundary():
    with pytest.raises(InvalidForm, match="boundary"):
        parse_form("multipart/form-data", b"--x--")


@given(st.binary())
def test_any_bytes_are_a_form_or_refused(body: bytes):
    try:
        parse_form(KIND, body)
    except InvalidForm:
        assert not body.startswith(b"--a b--")
