"""The ASGI application of the callers' listener: one request, one journey, one answer."""

import asyncio
import logging

from ai_gateway.core.call import Call
from ai_gateway.core.errors import GatewayError
from ai_gateway.core.headers import Headers
from ai_gateway.core.operation import DialectName
from ai_gateway.core.refusal import Refusal
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed
from ai_gateway.edge.body import Receive
from ai_gateway.edge.caller import Caller
from ai_gateway.edge.intake import Intake, Scope
from ai_gateway.edge.probes import PROBES
from ai_gateway.edge.render import Renderer
from ai_gateway.edge.routes import dialect_of
from ai_gateway.edge.sender import ReplySender
from ai_gateway.edge.state import EdgeState
from ai_gateway.edge.stream import Send, shutting_down

_log = logging.getLogger(__name__)


class CallEndpoint:
    """Makes a `Call` of each request, sends it on its journey, and sends back what comes.

    Every failure becomes an answer in the caller's dialect; a bug becomes a 500 that says
    nothing of the inside and is logged with its traceback. A place among the `max_calls` calls
    in flight is held until the last byte is sent or the caller has left.
    """

    def __init__(
        self,
        intake: Intake,
        journey: Proceed,
        sender: ReplySender,
        renderer: Renderer,
        state: EdgeState,
        max_calls: int,
    ) -> None:
        self._intake = intake
        self._journey = journey
        self._sender = sender
        self._renderer = renderer
        self._state = state
        self._max_calls = max_calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        caller: Caller = scope[Caller.KEY]
        request_id = self._renderer.next_id()
        probe = PROBES.get(scope["path"])
        if probe is not None:
            await self._sender.send(probe(self._state), send, caller, "openai-chat", request_id)
            return
        headers = Headers(scope["headers"])
        dialect = dialect_of(scope["path"], headers)
        caller.begin()
        self._state.calls += 1
        try:
            try:
                call = await self._call(scope, headers, receive, request_id)
                reply = await self._journey(call)
            except GatewayError as error:
                reply = self._renderer.reply(error, dialect, request_id)
            except asyncio.CancelledError:
                # The caller left, and this goes nowhere; or the gateway stops, and says so.
                reply = self._renderer.reply(shutting_down(), dialect, request_id)
            except Exception:  # noqa: BLE001  the last net: a bug must not end in silence
                reply = self._bug(dialect, request_id)
            await self._sender.send(reply, send, caller, dialect, request_id)
        except GatewayError:
            # What is left to tell the caller is a cut connection, which follows from this.
            raise
        except Exception:
            _log.exception("call %s was cut by a bug of the gateway", request_id)
            raise
        finally:
            self._state.calls -= 1
            caller.end()

    async def _call(
        self, scope: Scope, headers: Headers, receive: Receive, request_id: str
    ) -> Call:
        """Return the call, or put on record that there is none."""
        started = asyncio.get_running_loop().time()
        try:
            self._state.check_room(self._max_calls)
            return await self._intake.call(scope, headers, receive, request_id)
        except GatewayError as error:
            dialect = dialect_of(scope["path"], headers)
            self._renderer.refused(Refusal(request_id, dialect, error, started))
            raise

    def _bug(self, dialect: DialectName, request_id: str) -> Reply:
        _log.exception("call %s failed by a bug of the gateway", request_id)
        error = GatewayError(
            f"The gateway failed. Its log has the reason under the request id {request_id}."
        )
        return self._renderer.reply(error, dialect, request_id)
