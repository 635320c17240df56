"""What the admin listener answers about usage."""

from collections.abc import Sequence

import httpx2
import pytest
from starlette.applications import Starlette

from ai_gateway.accounting.row import Row
from ai_gateway.accounting.store import Store
from ai_gateway.accounting.usage_query import UsageLine, UsageQuery
from ai_gateway.admin.usage import usage_routes
from tests.unit.accounting.books import row

pytestmark = pytest.mark.anyio
NOW = 1_800_000_100.0


async def got(path: str) -> tuple[int, dict[str, object]]:
    """Ask for `path` where two calls are on record."""
    store = Store(None, 10)
    store.add([row("a", client="x"), row("b", client="y", trace_id="t")])

    async def usage(query: UsageQuery) -> Sequence[UsageLine]:
        return store.usage(query)

    async def calls(name: str) -> Sequence[Row]:
        return store.calls(name)

    app = Starlette(routes=usage_routes(usage, calls, lambda: NOW))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://admin") as client:
        answer = await client.get(path)
    store.close()
    return answer.status_code, answer.json()


async def test_usage_is_told_by_what_is_asked():
    status, answer = await got("/admin/v1/usage?by=client&since=24h")
    assert (status, answer["since"]) == (200, 1_800_000_100 - 86_400)
    lines = answer["lines"]
    assert isinstance(lines, list)
    assert sorted(line["by"]["client"] for line in lines) == ["x", "y"]
    assert lines[0]["cost_nano_usd"] == 23


async def test_one_client_is_asked_about_alone():
    _, answer = await got("/admin/v1/usage?client=x")
    lines = answer["lines"]
    assert isinstance(lines, list)
    assert [line["calls"] for line in lines] == [1]


async def test_a_mistake_is_named():
    status, answer = await got("/admin/v1/usage?by=team")
    assert status == 400
    assert "expected one or more of client" in str(answer)


@pytest.mark.parametrize("name", ["b", "t"])
async def test_a_call_is_shown_by_its_id_or_its_trace(name: str):
    status, answer = await got(f"/admin/v1/calls/{name}")
    calls = answer["calls"]
    assert isinstance(calls, list)
    assert (status, calls[0]["id"], calls[0]["event"]) == (200, "b", "call")


async def test_a_call_that_is_not_there_is_404():
    status, answer = await got("/admin/v1/calls/nobody")
    assert status == 404
    assert "no call with the request id or trace id 'nobody'" in str(answer)
