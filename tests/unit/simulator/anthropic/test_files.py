from ai_gateway.simulator.anthropic.files import Files
from tests.unit.simulator.sample import form, read, refused, sent


def test_keeps_lists_and_deletes():
    files = Files()
    assert read(files.list(sent(), ""))["first_id"] is None
    document = read(files.upload(form({}, {"file": ("a.bin", b"\x00\r\n")}), ""))
    assert (document["filename"], document["size_bytes"]) == ("a.bin", 3)
    key = document["id"]
    assert read(files.list(sent(), ""))["data"] == [document]
    assert read(files.retrieve(sent(), key)) == document
    content = files.content(sent(), key)
    assert content.body == b"\x00\r\n"
    assert dict(content.headers)[b"content-type"] == b"application/octet-stream"
    assert read(files.delete(sent(), key))["type"] == "file_deleted"
    assert refused(lambda: files.delete(sent(), key))[0] == 404


def test_a_file_is_needed():
    for request in (sent({}), form({"file": "text"}, {})):
        _, body = refused(lambda request=request: Files().upload(request, ""))
        assert body["error"]["message"] == "file: Field required"
