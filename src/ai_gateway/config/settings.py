"""The sum of the settings of every package; each section is defined where it is used."""

from pydantic import BaseModel, ConfigDict, Field

from ai_gateway.accounting.settings import AccountingSettings
from ai_gateway.admin.settings import AdminSettings
from ai_gateway.admission.settings import AdmissionSettings
from ai_gateway.auth.client_settings import ClientDefaults, ClientSettings, GroupSettings
from ai_gateway.auth.settings import AuthSettings
from ai_gateway.edge.settings import EdgeSettings
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.routing.settings import RoutingSettings
from ai_gateway.store.settings import StoreSettings
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
    auth: AuthSettings = Field(
        default_factory=AuthSettings,
        description="Whose tokens and keys are good. Without this section nobody has to say who "
        "calls, and the gateway listens on loopback only.",
    )
    client_defaults: ClientDefaults = Field(
        default_factory=ClientDefaults, description="What holds for every client, each for itself."
    )
    client_groups: dict[str, GroupSettings] = Field(
        default_factory=dict[str, GroupSettings],
        description="What the members of a group may do, by the group's name.",
    )
    clients: dict[str, ClientSettings] = Field(
        default_factory=dict[str, ClientSettings],
        description="Who may call, by name, and what each may do. A client with a good credential "
        "that is not listed has the defaults.",
    )
    admission: AdmissionSettings = Field(
        default_factory=AdmissionSettings,
        description="Who is let in: addresses, batch clients, and what holds without the store.",
    )
    store: StoreSettings = Field(
        default_factory=StoreSettings, description="Where limits and budgets are counted."
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
