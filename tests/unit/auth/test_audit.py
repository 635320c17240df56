"""One line for each event, there before anybody goes on."""

import io
import json

import pytest

from ai_gateway.auth.audit import AuditLog, Event


def test_each_event_is_one_line_with_its_time():
    output = io.BytesIO()
    log = AuditLog(output, lambda: 1.23456)
    log.note(Event("call", "invalid_credential", on="/v1/x", why="a\nb", id="r-1", peer="::1"))
    log.note(Event("clients.add", "done", who="root", on="laptop"))
    one, two = map(json.loads, output.getvalue().splitlines())
    assert one == {
        "audit": {
            "what": "call",
            "outcome": "invalid_credential",
            "on": "/v1/x",
            "why": "a\nb",
            "id": "r-1",
            "peer": "::1",
        },
        "time": 1.235,
    }
    assert two["audit"] == {"what": "clients.add", "outcome": "done", "who": "root", "on": "laptop"}


def test_nothing_is_done_unseen():
    class Full(io.BytesIO):
        def flush(self) -> None:
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        AuditLog(Full(), lambda: 0.0).note(Event("call", "done"))
