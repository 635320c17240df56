"""What can be said of clients: what each may do, and how much of it."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from ai_gateway.auth.settings import Scope
from ai_gateway.core.operation import Operation
from ai_gateway.core.policy import Budget, Choice, Limits, Period, Priority

_NANO = 10**9
_Tag = Annotated[str, StringConstraints(min_length=1, max_length=256)]
# Enough for most a gateway counts in; SQLite and Redis count in 64 bits.
_Count = Annotated[int, Field(ge=1, le=10**15)]


class ChoiceSettings(BaseModel):
    """Names that are allowed and names that are not; `*` at the end stands for any rest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allow: tuple[str, ...] = Field(
        default=(), description="The names that are allowed; all where it is empty."
    )
    deny: tuple[str, ...] = Field(
        default=(),
        description="Names that are not allowed, whatever `allow` says. Those of defaults and "
        "groups stay denied.",
    )

    def choice(self) -> Choice:
        """Return it as the other stages know it."""
        return Choice(self.allow, self.deny)


class LimitSettings(BaseModel):
    """Bounds that hold at once; what is unset is not bounded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    requests_per_minute: _Count | None = Field(default=None, description="Calls in any 60 seconds.")
    tokens_per_minute: _Count | None = Field(
        default=None, description="Tokens in any 60 seconds, input and output together."
    )
    tokens_per_day: _Count | None = Field(
        default=None, description="Tokens in any 24 hours, input and output together."
    )
    concurrency: _Count | None = Field(
        default=None, description="Calls in flight at once, each until its last byte."
    )

    def limits(self) -> Limits:
        """Return them as the other stages know them."""
        return Limits(**self.model_dump())


class BudgetSettings(BaseModel):
    """What may be spent in a calendar day or month."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount_usd: Decimal = Field(
        gt=0, le=10**6, decimal_places=9, description='Dollars, as a text: "100.00".'
    )
    period: Period = Field(default="month", description="`day` or `month`, of the calendar.")
    model: str | None = Field(
        default=None, description="Model as callers name it; all of them together if unset."
    )
    hard: bool = Field(
        default=True,
        description="Refuse a call that might not fit. Without it the budget only tells.",
    )
    alert_at: tuple[Annotated[Decimal, Field(gt=0, le=1)], ...] = Field(
        default=(Decimal("0.8"),), description="Shares of the amount at which to tell."
    )
    timezone: str = Field(
        default="UTC", description="Zone whose midnight begins a day, such as Europe/Berlin."
    )

    @field_validator("timezone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(
                "no time zone; expected a name such as UTC or Europe/Berlin"
            ) from error
        return name

    def budget(self) -> Budget:
        """Return it as the other stages know it."""
        return Budget(
            amount=int(self.amount_usd * _NANO),
            period=self.period,
            model=self.model,
            hard=self.hard,
            alert_at=tuple(sorted({Fraction(share) for share in self.alert_at})),
            timezone=self.timezone,
        )


class GroupSettings(BaseModel):
    """What the members of a group may do. `limits` and `budgets` are shared by all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scopes: tuple[Scope, ...] | None = Field(
        default=None,
        description="The most that a credential is good for, whatever it says: `invoke`, `admin`.",
    )
    operations: tuple[Operation, ...] | None = Field(
        default=None, description="Operations that are allowed; all where it is unset."
    )
    providers: ChoiceSettings = Field(
        default_factory=ChoiceSettings, description="Providers that may be called."
    )
    models: ChoiceSettings = Field(
        default_factory=ChoiceSettings,
        description="Models that may be asked for: as callers name them, as the provider does, or "
        "`provider/model`.",
    )
    own_keys: bool | None = Field(
        default=None,
        description="Whether a client that shows its credential in x-portkey-api-key may send a "
        "provider key of its own where the vendor's SDK puts it; it then goes in place of the "
        "server's.",
    )
    priority: Priority | None = Field(
        default=None,
        description="`interactive`, or `batch` for what waits while interactive calls want room.",
    )
    tags: dict[str, _Tag] = Field(
        default_factory=dict,
        description="Team, cost centre, environment: whatever usage should be told apart by.",
    )
    limits: LimitSettings = Field(
        default_factory=LimitSettings, description="Bounds on use at a time."
    )
    budgets: tuple[BudgetSettings, ...] | None = Field(
        default=None, description="Bounds on spending."
    )


class ClientDefaults(GroupSettings):
    """What holds for every client, each for itself, unless its groups or itself say otherwise."""


class ClientSettings(GroupSettings):
    """What one client may do; what it does not say, its groups and the defaults do."""

    id: str | None = Field(
        default=None,
        min_length=1,
        description="What its tokens say in the issuer's client claim; at Cognito the id of the "
        "app client. Without it the client has gateway keys only.",
    )
    issuer: str | None = Field(
        default=None, description="Name of the issuer of its tokens, where there are several."
    )
    groups: tuple[str, ...] = Field(
        default=(), description="Groups that it belongs to; of two that differ the later holds."
    )
    enabled: bool = Field(default=True, description="Off: every call of the client is refused.")
