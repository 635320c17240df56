"""What is known of a call beside what it asks: written on its way in, put on record at its end."""

from collections.abc import Mapping

from ai_gateway.core.reply import Meter


class Attempted:
    """One call to one target: which, how it went, and what reads its usage.

    `model` is the name by which the price is found. `status` is the provider's, None where it
    never answered, and `reason` the code of what went wrong then. `ms` is the time until the
    answer began, or until it was clear that none would.
    """

    __slots__ = ("meter", "model", "ms", "provider", "reason", "started", "status")

    def __init__(self, provider: str, model: str | None, started: float) -> None:
        self.provider = provider
        self.model = model
        self.started = started
        self.status: int | None = None
        self.reason: str | None = None
        self.ms: float | None = None
        self.meter: Meter | None = None


class Record:
    """The open record of one call: one for each call, shared by whatever its stages replace.

    A stage writes what it alone knows, when it knows it; nothing is read back but at the end.
    Attempts are added by whoever makes them, so that each is billed, whichever answers.
    """

    __slots__ = (
        "attempts",
        "cache",
        "client",
        "config",
        "guardrails",
        "reservation",
        "tags",
        "trace_id",
    )

    def __init__(self) -> None:
        self.attempts: list[Attempted] = []
        self.client: str | None = None
        """`client_id` of the verified principal."""
        self.tags: Mapping[str, str] = {}
        """Words of the client's own, such as team and cost centre."""
        self.config: str | None = None
        """Name of the routing config."""
        self.guardrails: list[str] = []
        """`name:verdict` of each guardrail that ran, in order."""
        self.cache: str | None = None
        """What the gateway's cache did: `hit`, `miss`, `refresh`."""
        self.trace_id: str | None = None
        self.reservation: str | None = None
        """What a budget holds back for this call."""
