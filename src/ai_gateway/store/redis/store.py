"""The store on a Redis server."""

import asyncio
import logging
import secrets
from collections.abc import Mapping

from ai_gateway.store.contract import (
    Ask,
    Balance,
    BudgetRule,
    Granted,
    Refused,
    Rule,
    Settlement,
    StoreUnavailable,
    Watch,
)
from ai_gateway.store.embedded.window import bucket_ms
from ai_gateway.store.redis.client import Argument, Client, Reply
from ai_gateway.store.redis.keys import Keys
from ai_gateway.store.redis.leases import Leases
from ai_gateway.store.redis.outbox import Outbox
from ai_gateway.store.redis.script import ADMIT, BALANCE, RENEW, SETTLE
from ai_gateway.store.redis.seen import Seen
from ai_gateway.store.settings import RedisSettings

_log = logging.getLogger(__name__)

_REMEMBERED = 24 * 3600 * 1000
"""Milliseconds for which the server knows the number of a replica's last batch."""

_PAUSE = 0.5
"""Seconds until a batch is sent again."""

_FAREWELL = 5.0
"""Seconds that the last settlements may take at the end."""


class RedisStore:
    """Counts on a server that all replicas share, by its clock.

    What a call holds has a lease, which is renewed until the call is settled. `replicas` is how
    many of them lived when the server was last asked.
    """

    def __init__(self, settings: RedisSettings, watch: Watch | None = None) -> None:
        self._client = Client(settings)
        self._keys = Keys(settings.environment)
        self._watch = watch
        self._lease = settings.lease * 1000
        self._name = secrets.token_hex(8)
        self._leases = Leases()
        self._outbox = Outbox()
        self._seen = Seen()
        self.replicas = 1

    def spent(self, rule: BudgetRule) -> int | None:
        """Return what was last seen spent of a budget, None where nothing is known."""
        return self._seen.spent(rule)

    async def admit(self, ask: Ask) -> Granted | Refused:
        """Take what `ask` needs, or tell what does not fit."""
        leases = [self._keys.slots(rule) for rule in ask.slots]
        budgets = [
            key
            for rule in ask.budgets
            for key in (self._keys.balance(rule), self._keys.leases(rule))
        ]
        keys = [*(self._keys.rate(rule) for rule in ask.rates), *leases, *budgets]
        try:
            reply = await self._client.run(ADMIT, keys, self._arguments(ask))
        except (asyncio.CancelledError, StoreUnavailable):
            # Perhaps it was taken. If this comes first all the same, the lease runs out.
            self._outbox.put(Settlement(ask, Granted(at=0, amount=0), None, 0))
            raise
        match reply:
            case [1, int(at), bytes(amount), list(spent)]:
                self._note(ask.budgets, spent)
                self._leases.hold(ask.id, leases + budgets[1::2])
                return Granted(at, int(amount))
            case [0, int(number), bytes(remaining), int(wait)]:
                rules: tuple[Rule, ...] = (*ask.rates, *ask.slots, *ask.budgets)
                return Refused(rules[number - 1], int(remaining), wait if wait >= 0 else None)
            case _:
                raise _nonsense(reply)

    def status(self) -> Mapping[str, object]:
        """Return what the admin listener shows of the store."""
        return {
            "backend": "redis",
            "replicas": self.replicas,
            "settlements_waiting": len(self._outbox),
            "leases": len(self._leases),
        }

    def settle(self, settlement: Settlement) -> None:
        """Give back what a call held and count what it cost."""
        self._leases.release(settlement.ask.id)
        self._outbox.put(settlement)

    async def balance(self, rule: BudgetRule) -> Balance:
        """Return what is spent and reserved of a budget in its period."""
        keys = (self._keys.balance(rule), self._keys.leases(rule))
        match await self._client.run(BALANCE, keys, (rule.period,)):
            case [bytes(spent), bytes(reserved)]:
                return Balance(int(spent), int(reserved))
            case other:
                raise _nonsense(other)

    async def run(self) -> None:
        """Settle and renew until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._settle_on())
            group.create_task(self._renew_on())

    async def aclose(self) -> None:
        """Send the last settlements, then close."""
        try:
            async with asyncio.timeout(_FAREWELL):
                while self._outbox.batch():
                    await self._send_batch()
        except (TimeoutError, StoreUnavailable) as error:
            _log.error(
                "%d settlements were lost: the store did not take them in %g seconds (%s)",
                *(len(self._outbox), _FAREWELL, error),
            )
        await self._client.aclose()

    async def _settle_on(self) -> None:
        while True:
            await self._outbox.filled()
            try:
                await self._send_batch()
            except StoreUnavailable as error:
                _log.warning("%d settlements wait: %s", len(self._outbox), error)
                await asyncio.sleep(_PAUSE)

    async def _send_batch(self) -> None:
        batch = self._outbox.batch()
        keys: list[str] = [self._keys.replica(self._name)]
        arguments: list[Argument] = [self._outbox.number, _REMEMBERED, len(batch)]
        for settlement in batch:
            self._add(settlement, keys, arguments)
        after = await self._client.run(SETTLE, keys, arguments)
        self._outbox.applied()
        self._tell(batch, after)

    def _add(self, settlement: Settlement, keys: list[str], arguments: list[Argument]) -> None:
        """Add what the script needs for one call."""
        ask, at = settlement.ask, settlement.granted.at
        change = 0 if settlement.tokens is None else settlement.tokens - ask.tokens
        rates = [rule for rule in ask.rates if rule.tokens] if change else []
        arguments += [ask.id, len(rates), len(ask.slots), len(ask.budgets)]
        for rule in rates:
            keys.append(self._keys.rate(rule))
            arguments += [at // bucket_ms(rule.window), change]
        keys += map(self._keys.slots, ask.slots)
        for rule in ask.budgets:
            keys += [self._keys.balance(rule), self._keys.leases(rule)]
            arguments += [rule.period, settlement.cost]

    def _note(self, rules: tuple[BudgetRule, ...], spent: list[Reply]) -> None:
        for rule, known in zip(rules, spent, strict=True):
            self._seen.note(rule, _number(known))

    def _tell(self, batch: list[Settlement], after: Reply) -> None:
        """Note what is spent now, and tell whoever watches."""
        settled = [(rule, one.cost) for one in batch for rule in one.ask.budgets]
        # An empty answer says that the batch was applied the first time it was sent.
        for (rule, cost), known in zip(
            settled, after if isinstance(after, list) else [], strict=False
        ):
            spent = _number(known)
            if spent >= 0:
                self._seen.note(rule, spent)
                if cost and self._watch is not None:
                    self._watch(rule, spent - cost, spent)

    async def _renew_on(self) -> None:
        while True:
            try:
                await self.renew()
            except StoreUnavailable as error:
                _log.warning("leases of %d calls are not renewed: %s", len(self._leases), error)
            await asyncio.sleep(self._lease / 3000)

    async def renew(self) -> None:
        """Say that this replica and its calls live. Raises `StoreUnavailable`."""
        for portion in self._leases.portions():
            arguments: list[Argument] = [self._name, self._lease]
            for calls in portion.values():
                arguments += [len(calls), *calls]
            keys = [self._keys.replicas, *portion]
            self.replicas = max(1, _number(await self._client.run(RENEW, keys, arguments)))

    def _arguments(self, ask: Ask) -> list[Argument]:
        arguments: list[Argument] = [
            *(ask.id, self._lease, len(ask.rates), len(ask.slots), len(ask.budgets)),
            *(ask.tokens, ask.least, ask.bound, ask.estimate),
        ]
        for rule in ask.rates:
            arguments += [rule.limit, bucket_ms(rule.window), int(rule.tokens)]
        arguments += [rule.limit for rule in ask.slots]
        for rule in ask.budgets:
            cap = -1 if rule.cap is None else rule.cap
            arguments += [cap, rule.period, self._seen.spent(rule) or 0]
        return arguments


def _number(reply: Reply) -> int:
    if not isinstance(reply, bytes | int):
        raise _nonsense(reply)
    return int(reply)


def _nonsense(reply: Reply) -> StoreUnavailable:
    return StoreUnavailable(f"the store answered what it never should: {repr(reply)[:100]}")
