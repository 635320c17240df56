"""What admission can be told."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ai_gateway.store.contract import Degraded


class AddressSettings(BaseModel):
    """How often one source address may call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    requests: int | None = Field(
        default=2000,
        ge=1,
        description="Calls of one address within `seconds`, null for no bound. An IPv6 network of "
        "64 bits counts as one address, the machine itself not at all. The default is that of "
        "the web firewall in front.",
    )
    seconds: int = Field(default=300, ge=1, le=86400, description="Length of the window.")


class WithoutStoreSettings(BaseModel):
    """What each control does while the shared store is gone.

    `local` holds it to this replica's share, `open` does not apply it, `closed` refuses.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    addresses: Degraded = Field(default="local", description="Calls of one source address.")
    rates: Degraded = Field(default="local", description="Calls and tokens of clients and groups.")
    concurrency: Degraded = Field(default="local", description="Calls in flight.")
    budgets: Degraded = Field(
        default="closed",
        description="Hard budgets. With `local` a replica goes on with its share of what it last "
        "saw left, so that what was reserved elsewhere at that moment may come on top.",
    )


class AdmissionSettings(BaseModel):
    """The section `admission` of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: AddressSettings = Field(
        default=AddressSettings(), description="Bound of every source address."
    )
    batch_share: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="Part of a group's calls in flight, and of this replica's `edge.max_calls`, "
        "up to which clients of priority `batch` are let in. The rest is kept for interactive "
        "ones.",
    )
    unknown_price: Literal["deny", "allow"] = Field(
        default="deny",
        description="Whether a call whose price is not known is let in where a hard budget "
        "applies. Let in, it counts nothing.",
    )
    without_store: WithoutStoreSettings = Field(
        default=WithoutStoreSettings(), description="Behaviour while the shared store is gone."
    )
    webhook: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+",
        description="Address that is told by POST when a budget passes one of its thresholds.",
    )
