"""The stage that sends a call to its target."""

from collections.abc import Awaitable, Callable, Mapping

import msgspec

from ai_gateway.core.call import Call
from ai_gateway.core.errors import GatewayError
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.operation import DialectName
from ai_gateway.core.reply import Reply
from ai_gateway.dialects.contract import Dialect
from ai_gateway.providers.contract import Target
from ai_gateway.routing.choice import Chooser
from ai_gateway.routing.model_list import ModelList
from ai_gateway.routing.permission import permit

MakeAttempt = Callable[[Call, Target], Awaitable[Reply]]
"""One call to one target; see `ai_gateway.providers.attempt.Attempt`."""

_JSON: HeaderPairs = [(b"content-type", b"application/json")]
_MODELS = "/v1/models"


class Route:
    """Chooses the target and makes the attempt; answers `GET /v1/models` by itself.

    Where the caller names a provider, `GET /v1/models` asks that provider, as Portkey does.
    """

    def __init__(
        self,
        chooser: Chooser,
        attempt: MakeAttempt,
        models: ModelList,
        dialects: Mapping[DialectName, Dialect],
    ) -> None:
        self._chooser = chooser
        self._attempt = attempt
        self._models = models
        self._dialects = dialects

    async def __call__(self, call: Call) -> Reply:
        """Answer `call`. Raises `NotPermitted`, and what choosing and the attempt raise."""
        if self._asks_for_models(call):
            name = call.path.removeprefix(_MODELS).removeprefix("/")
            body = self._models.render(self._dialects[call.dialect], name, call.principal)
            return Reply(status=200, headers=_JSON.copy(), body=body)
        target = self._chooser.choose(call)
        permit(call, target)
        fields = _portkey_fields(call, target.provider.name)
        try:
            reply = await self._attempt(call, target)
        except GatewayError as error:
            error.headers += fields
            raise
        return msgspec.structs.replace(reply, headers=reply.headers + fields)

    def _asks_for_models(self, call: Call) -> bool:
        return (
            call.path.startswith(_MODELS)
            and call.method in ("GET", "HEAD")
            and call.path[len(_MODELS) :][:1] in ("", "/")
            and b"x-portkey-provider" not in call.headers
        )


def _portkey_fields(call: Call, provider: str) -> HeaderPairs:
    """Return the five fields that Portkey 1.15.2 adds to every dispatched answer.

    Its SDKs and dashboards read them. The trace id is the caller's own, empty without one; the
    cache and the retries that would change two of them do not exist yet.
    """
    return [
        (b"x-portkey-last-used-option-index", b"config"),
        (b"x-portkey-trace-id", call.headers.get(b"x-portkey-trace-id") or b""),
        (b"x-portkey-retry-attempt-count", b"0"),
        (b"x-portkey-cache-status", b"DISABLED"),
        (b"x-portkey-provider", provider.encode("latin-1")),
    ]
