"""A reply becomes a response that repeats its request."""

import msgspec
from openai.types.responses import Response

from ai_gateway.dialects.neutral.content import Text
from ai_gateway.dialects.neutral.reply import Answer, Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.neutral.usage import Tokens
from ai_gateway.dialects.openai_responses.reply_writer import write_reply


def test_a_reply():
    request = Request(model="asked", messages=(), metadata={"a": "b"})
    reply = Reply("msg_1", "m", (Answer((Text("hi"),), "length"),), Tokens(3, 2), 17)
    body = write_reply(reply, request)
    assert Response.model_validate_json(body, strict=True).output_text == "hi"
    written = msgspec.json.decode(body)
    assert (written["id"], written["model"], written["created_at"]) == ("resp_msg_1", "m", 17)
    assert written["metadata"] == {"a": "b"}
    assert written["status"] == "incomplete"
    assert written["incomplete_details"] == {"reason": "max_output_tokens"}
    assert written["usage"]["total_tokens"] == 5
