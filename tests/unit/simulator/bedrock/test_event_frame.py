import json

import pytest
from botocore.eventstream import ChecksumMismatch

from ai_gateway.simulator.bedrock.event_frame import event_frame, exception_frame
from tests.unit.simulator.bedrock.service_model import frames


def test_botocore_reads_it():
    sent = event_frame("messageStart", {"role": "assistant"})
    event, exception = frames(sent + exception_frame("throttlingException", {"message": "é"}))
    assert event.headers == {
        ":event-type": "messageStart",
        ":content-type": "application/json",
        ":message-type": "event",
    }
    assert json.loads(event.payload) == {"role": "assistant"}
    assert exception.headers[":message-type"] == "exception"
    assert exception.headers[":exception-type"] == "throttlingException"
    assert json.loads(exception.payload) == {"message": "é"}


@pytest.mark.parametrize("at", [0, 9, 20, -1])
def test_every_byte_is_covered_by_a_checksum(at: int):
    frame = bytearray(event_frame("messageStart", {"role": "assistant"}))
    frame[at] ^= 1
    with pytest.raises(ChecksumMismatch):
        frames(bytes(frame))
