"""The stage that finds out who calls, and puts every refusal on record."""

import msgspec

from ai_gateway.auth.audit import AuditLog, Event
from ai_gateway.auth.identifier import Identifier
from ai_gateway.core.call import Call
from ai_gateway.core.errors import (
    BudgetExceeded,
    Forbidden,
    GatewayError,
    LimitExceeded,
    Unauthenticated,
)
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed

_REFUSALS = (Unauthenticated, Forbidden, LimitExceeded, BudgetExceeded)
"""What a stage says no with, this one and every later one."""


class Authenticate:
    """Passes on calls whose credential is good, with their principal and without the credential.

    Raises what `Identifier.identify` raises. A refusal is written to the audit before the caller
    hears of it.
    """

    def __init__(self, identifier: Identifier, audit: AuditLog) -> None:
        self._identifier = identifier
        self._audit = audit

    async def __call__(self, call: Call, proceed: Proceed) -> Reply:
        """Let `proceed` answer the call of somebody who is known."""
        try:
            caller = await self._identifier.identify(call.headers, "invoke")
            call = msgspec.structs.replace(call, headers=caller.headers, principal=caller.principal)
            call.record.client = caller.principal.client
            call.record.tags = dict(caller.principal.policy.tags)
            return await proceed(call)
        except _REFUSALS as refusal:
            self._audit.note(_refused(call, refusal))
            raise


def _refused(call: Call, refusal: GatewayError) -> Event:
    return Event(
        what="call",
        outcome=refusal.code,
        who="" if call.principal is None else call.principal.client,
        on=call.path[:200],
        why=refusal.message,
        id=call.id,
        peer=call.peer,
    )
