"""Refusals that vendors' SDKs understand: when to come back, or not to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ai_gateway.admission.alert import Alerts
from ai_gateway.admission.period import bounds
from ai_gateway.core.errors import BudgetExceeded, GatewayError, LimitExceeded
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.operation import DialectName
from ai_gateway.store.contract import BudgetRule, Degraded, RateRule, Refused, SlotRule

_SHORTLY = 1
"""Seconds to wait for a call in flight to end: nobody knows when."""

_NO_RETRY: HeaderPairs = [(b"x-should-retry", b"false")]
"""Both the OpenAI and the Anthropic SDK obey it; they would not wait until the next period."""

_PREFIXES: dict[DialectName, bytes] = {
    "openai-chat": b"x-ratelimit",
    "openai-responses": b"x-ratelimit",
    "anthropic-messages": b"anthropic-ratelimit",
}
"""https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers
https://platform.claude.com/docs/en/api/rate-limits#response-headers"""

_ADDRESS = "address:"


def address_rule(name: str, limit: int, window: int, degraded: Degraded) -> RateRule:
    """Return the rule for the calls of one source address."""
    return RateRule(f"{_ADDRESS}{name}:calls", limit, window, degraded=degraded)


class Refusals:
    """Words what the store refuses. `wall` is the clock in seconds since 1970."""

    def __init__(self, alerts: Alerts, wall: Callable[[], float]) -> None:
        self._alerts = alerts
        self._wall = wall

    def of(self, refused: Refused, dialect: DialectName) -> GatewayError:
        """Return the error that tells a caller of `dialect` what it has used up."""
        match refused.rule:
            case RateRule() as rule:
                return self._rate(rule, refused, dialect)
            case SlotRule() as rule:
                return LimitExceeded(
                    f"{_name(rule.key)} may have {rule.limit} calls in flight, and has them. Wait"
                    " for one to end.",
                    retry_after=_SHORTLY,
                )
            case BudgetRule() as rule:
                return self._budget(rule, refused)

    def _rate(self, rule: RateRule, refused: Refused, dialect: DialectName) -> LimitExceeded:
        owner, _, _ = rule.key.rpartition(":")
        what = "tokens" if rule.tokens else "calls"
        allowed = f"{_name(owner)} may use {rule.limit} {what} in any {rule.window} seconds"
        if refused.wait is None:
            error = LimitExceeded(f"{allowed}, and this call alone takes more. Ask for less.")
            error.headers += _NO_RETRY
        else:
            wait = max(1, -(-refused.wait // 1000))
            error = LimitExceeded(
                f"{allowed}, and {refused.remaining} are left. Try again in {wait} seconds.",
                retry_after=wait,
            )
        error.headers += self._vendor_fields(rule, refused, dialect)
        return error

    def _vendor_fields(self, rule: RateRule, refused: Refused, dialect: DialectName) -> HeaderPairs:
        prefix = _PREFIXES.get(dialect)
        if prefix is None:
            return []
        kind = b"tokens" if rule.tokens else b"requests"
        left, limit = str(refused.remaining).encode(), str(rule.limit).encode()
        reset = self._reset(refused.wait or 0, dialect)
        if dialect == "anthropic-messages":
            names = [b"%b-%b-%b" % (prefix, kind, part) for part in _PARTS]
        else:
            names = [b"%b-%b-%b" % (prefix, part, kind) for part in _PARTS]
        return list(zip(names, (limit, left, reset), strict=True))

    def _reset(self, wait: int, dialect: DialectName) -> bytes:
        if dialect == "anthropic-messages":
            at = datetime.fromtimestamp(self._wall(), UTC) + timedelta(milliseconds=wait)
            return at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        return f"{wait}ms".encode() if wait < 1000 else f"{wait / 1000:.10g}s".encode()

    def _budget(self, rule: BudgetRule, refused: Refused) -> BudgetExceeded:
        known = self._alerts.of(rule.key)
        if known is None:
            return BudgetExceeded("The budget does not pay for this call.")
        allowance, budget = known
        now = self._wall()
        _, end = bounds(budget.period, budget.timezone, now)
        of_model = "" if budget.model is None else f" for the model {budget.model!r}"
        error = BudgetExceeded(
            f"The {budget.period}'s budget of {_name(allowance.name)}{of_model} is"
            f" {_dollars(budget.amount)}, of which {_dollars(refused.remaining)} are left: too"
            " little for this call. Ask for less, wait for the next"
            f" {budget.period}, or have the budget raised.",
            retry_after=max(1, int(end - now)),
        )
        error.headers += _NO_RETRY
        return error


_PARTS = (b"limit", b"remaining", b"reset")


def _name(owner: str) -> str:
    kind, _, name = owner.partition(":")
    return f"{kind.capitalize()} {name!r}"


def _dollars(nano: int) -> str:
    whole, rest = divmod(nano, 10**9)
    return f"${whole}.{rest:09d}".rstrip("0").rstrip(".")
