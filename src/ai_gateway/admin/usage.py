"""What the admin listener answers about usage and single calls."""

from collections.abc import Awaitable, Callable, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ai_gateway.accounting.row import Row
from ai_gateway.accounting.usage_query import QueryInvalid, UsageLine, UsageQuery, read_query

AskUsage = Callable[[UsageQuery], Awaitable[Sequence[UsageLine]]]
AskCalls = Callable[[str], Awaitable[Sequence[Row]]]


def usage_routes(usage: AskUsage, calls: AskCalls, wall: Callable[[], float]) -> list[Route]:
    """Return `GET /admin/v1/usage` and `GET /admin/v1/calls/{id}`.

    The first takes `by`, `since`, `until` and `client`, and answers `{"lines": [...]}`; the
    second takes a request id or a trace id, and answers `{"calls": [...]}` or 404. Mistakes are
    400 with `{"error": {"message": ...}}`.
    """

    async def answer_usage(request: Request) -> Response:
        asked = request.query_params
        try:
            query = read_query(
                asked.get("by", ""),
                asked.get("since", "7d"),
                asked.get("until"),
                asked.get("client"),
                wall(),
            )
        except QueryInvalid as invalid:
            return _json({"error": {"message": invalid.message}}, 400)
        lines = await usage(query)
        return _json({"since": query.since, "until": query.until, "lines": lines})

    async def answer_calls(request: Request) -> Response:
        name: str = request.path_params["name"]
        found = await calls(name)
        if not found:
            message = (
                f"There is no call with the request id or trace id {name[:100]!r} among those that "
                "are kept. accounting.keep_calls and accounting.database say how many are."
            )
            return _json({"error": {"message": message}}, 404)
        return _json({"calls": found})

    return [
        Route("/admin/v1/usage", answer_usage),
        Route("/admin/v1/calls/{name}", answer_calls),
    ]


def _json(content: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status, media_type="application/json")
