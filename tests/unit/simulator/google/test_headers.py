from ai_gateway.simulator.google.headers import headers


def test_sends_what_google_sends():
    assert dict(headers())[b"content-type"] == b"application/json; charset=UTF-8"
    found = dict(headers(b"text/event-stream"))
    assert found[b"content-type"] == b"text/event-stream"
    assert found[b"server-timing"].startswith(b"gfet4t7")
