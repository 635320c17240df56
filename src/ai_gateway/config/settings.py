"""The sum of the settings of every package; each section is defined where it is used."""

from pydantic import BaseModel, ConfigDict, Field

from ai_gateway.accounting.settings import AccountingSettings
from ai_gateway.admin.settings import AdminSettings
from ai_gateway.edge.settings import EdgeSettings
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.routing.settings import RoutingSettings
from ai_gateway.transport.settings import TransportSettings


class Settings(BaseModel):
    """Everything that `gateway.yaml` can say; sections are named as the packages are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edge: EdgeSettings = Field(
        default_factory=EdgeSettings, description="The callers' listener, its limits and drain."
    )
    admin: AdminSettings = Field(
        default_factory=AdminSettings, description="The listener for health and status."
    )
    transport: TransportSettings = Field(
        default_factory=TransportSettings, description="Connections to providers."
    )
    providers: dict[str, ProviderSettings] = Field(
        default_factory=dict[str, ProviderSettings],
        description="Who may be called, by name. Without this section: every catalogued provider "
        "whose key stands in the environment.",
    )
    routing: RoutingSettings = Field(
        default_factory=RoutingSettings, description="Which provider a call goes to."
    )
    accounting: AccountingSettings = Field(
        default_factory=AccountingSettings, description="What is recorded of each call."
    )
