"""A reply in no vendor's terms, as a whole response."""

import msgspec

from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.openai_responses import response
from ai_gateway.dialects.openai_responses.custom_tool import custom_names
from ai_gateway.dialects.openai_responses.output_writer import write_output
from ai_gateway.dialects.openai_responses.tokens import write_tokens


def write_reply(reply: Reply, request: Request) -> bytes:
    """Return the body of the response to `request` (`openai.types.responses.Response`).

    There is one answer, as this dialect cannot ask for more.
    """
    answer = reply.answers[0]
    head = response.head(reply.id, reply.model, reply.created, reply.service_tier)
    return msgspec.json.encode(
        head
        | response.echo(request)
        | response.ended(answer.stop)
        | {
            "output": write_output(
                answer, response.response_id(reply.id), custom_names(request.tools)
            ),
            "usage": write_tokens(reply.usage),
        }
    )
