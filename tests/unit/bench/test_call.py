"""The bytes of a call."""

from bench.call import Call


def test_a_call_is_a_request_that_a_server_can_frame() -> None:
    call = Call(port=9000, path="/v1/x", body='{"é":1}'.encode(), headers={"x-one": "1"})
    head, _, body = call.wire.partition(b"\r\n\r\n")
    assert head.split(b"\r\n") == [
        b"POST /v1/x HTTP/1.1",
        b"host: 127.0.0.1:9000",
        b"content-length: 8",
        b"content-type: application/json",
        b"x-one: 1",
    ]
    assert body == call.body
