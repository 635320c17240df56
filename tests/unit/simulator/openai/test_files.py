import pytest

from ai_gateway.simulator.openai.files import Files, page
from tests.unit.simulator.sample import form, read, refused, sent


def test_keeps_lists_and_deletes():
    files = Files()
    upload = form({"purpose": "batch"}, {"file": ("a.jsonl", b"{}\r\n")})
    document = read(files.upload(upload, ""))
    assert (document["filename"], document["bytes"], document["purpose"]) == ("a.jsonl", 4, "batch")
    key = document["id"]
    assert read(files.list(sent(), ""))["data"] == [document]
    assert read(files.retrieve(sent(), key)) == document
    assert files.content(sent(), key).body == b"{}\r\n"
    assert read(files.delete(sent(), key)) == {"id": key, "object": "file", "deleted": True}
    assert refused(lambda: files.content(sent(), key))[0] == 404


def test_memory_is_bounded():
    files = Files()
    for number in range(20):
        files.upload(form({"purpose": "batch"}, {"file": ("a", b"")}, number=number), "")
    assert len(read(files.list(sent(), ""))["data"]) == 16


@pytest.mark.parametrize(
    ("fields", "files", "param"),
    [({"purpose": "batch"}, {}, "file"), ({"purpose": "fun"}, {"file": ("a", b"")}, "purpose")],
)
def test_refuses(fields: dict[str, str], files: dict[str, tuple[str, bytes]], param: str):
    _, body = refused(lambda: Files().upload(form(fields, files), ""))
    assert body["error"]["param"] == param


def test_a_page():
    assert page([]) == {
        "object": "list",
        "data": [],
        "first_id": None,
        "last_id": None,
        "has_more": False,
    }
    assert page([{"id": "a"}, {"id": "b"}])["last_id"] == "b"
