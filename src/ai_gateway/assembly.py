"""Parts of a gateway that are made of several others: who calls, and what a call may spend."""

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import BinaryIO

from starlette.routing import Route

from ai_gateway.accounting.prices.moment import Moment
from ai_gateway.accounting.prices.table import PriceTable
from ai_gateway.admin.guard import Application, Guard
from ai_gateway.admission.alert import Alerts, BudgetAlert, log_alert
from ai_gateway.admission.contract import Targets
from ai_gateway.admission.plan import Plans
from ai_gateway.admission.quote import Quotes
from ai_gateway.admission.refusal import Refusals
from ai_gateway.admission.settings import AdmissionSettings
from ai_gateway.admission.stage import Admit, Parts, Room
from ai_gateway.admission.webhook import Webhook
from ai_gateway.auth.audit import AuditLog
from ai_gateway.auth.gate import Clients, Gate, Surroundings, build_gate
from ai_gateway.auth.stage import Authenticate
from ai_gateway.background.supervisor import Supervisor
from ai_gateway.config.settings import Settings
from ai_gateway.core.call import Call
from ai_gateway.core.errors import GatewayError
from ai_gateway.core.reply import Served
from ai_gateway.core.usage import Usage
from ai_gateway.issuer.service import IssuedTokens, LocalIssuer
from ai_gateway.issuer.signing import SigningKey, signing_key
from ai_gateway.providers.profile import known_profile
from ai_gateway.routing.choice import Chooser
from ai_gateway.store.contract import Store
from ai_gateway.transport.client import Client


class Identity:
    """What tells who calls, where somebody has to say: gate, audit and local issuer.

    `admin_url` is where the local issuer is reached unless the settings name its address. Raises
    `OSError`, `CredentialFileDamaged` and `SigningKeyUnusable`, and holds nothing open then.
    """

    def __init__(self, settings: Settings, admin_url: str, around: Surroundings) -> None:
        auth = settings.auth
        self._wall = around.wall
        self._lifetime = auth.local_issuer.lifetime
        self._url = auth.local_issuer.url or admin_url
        self._key: SigningKey | None = None
        with ExitStack() as opened:
            path = auth.audit_file
            output: BinaryIO = sys.stdout.buffer
            if path is not None:
                output = opened.enter_context(path.open("ab"))
            self._audit = AuditLog(output, around.wall)
            local = None
            if auth.local_issuer.enabled:
                self._key = signing_key(auth.directory)
                local = (self._url, self._key)
            self.gate: Gate = build_gate(auth, _clients(settings), local, around)
            self._opened = opened.pop_all()

    def stage(self) -> Authenticate:
        """Return the stage that lets in who is known."""
        return Authenticate(self.gate.identifier, self._audit)

    def routes(self) -> Sequence[Route]:
        """Return the local issuer's endpoints, none where it is off."""
        if self._key is None:
            return ()
        tokens = IssuedTokens(self._url, self._lifetime, self._wall)
        return LocalIssuer(self._key, self.gate.keys, self._audit, tokens).routes()

    def guarded(self, pages: Application) -> Application:
        """Return the operators' pages for those who hold the scope `admin`."""
        return Guard(pages, self.gate.identifier, self._audit)

    def use(self, settings: Settings) -> None:
        """Know other clients and configured keys from the next call on."""
        self.gate.use(settings.auth, _clients(settings))

    def close(self) -> None:
        """Let the audit's file go."""
        self._opened.close()


def _clients(settings: Settings) -> Clients:
    return Clients(settings.clients, settings.client_groups, settings.client_defaults)


class TablePricing:
    """What admission asks of prices; see `ai_gateway.admission.contract.Pricing`.

    `wall` gives seconds since 1970.
    """

    def __init__(self, prices: PriceTable, wall: Callable[[], float]) -> None:
        self._prices = prices
        self._moment = Moment(wall)

    def upper_bound(self, target: Served, input_tokens: int, output_tokens: int) -> int | None:
        """Return the most that so many tokens can cost, None where that would be a guess."""
        price = self._prices.price(target.provider, target.model, self._moment.now()[0])
        if price is None or price.estimated:
            return None
        return price.upper_bound(input_tokens, output_tokens)

    def max_output(self, target: Served) -> int | None:
        """Return the most tokens that the model writes, None where nobody says."""
        profile = known_profile(target.model)
        return None if profile is None else profile.max_output

    def cost(self, served: Served, usage: Usage) -> int | None:
        """Return the exact cost of what was served."""
        day, minute = self._moment.now()
        price = self._prices.billed(served.provider, served.model, usage.model, day)
        return None if price is None else price.cost(usage, minute).nano


def budget_alerts(said: AdmissionSettings, client: Client, supervisor: Supervisor) -> Alerts:
    """Return what tells an operator of budgets that run out: the log, and the webhook if any."""
    told: list[Callable[[BudgetAlert], None]] = [log_alert]
    if said.webhook is not None:
        told.append(Webhook(said.webhook, client, supervisor.spawn))

    def tell(alert: BudgetAlert) -> None:
        for one in told:
            one(alert)

    return Alerts(tell)


def admission(
    said: AdmissionSettings,
    pricing: TablePricing,
    targets: Targets,
    counted: tuple[Store, Alerts],
    room: tuple[Callable[[], int], int],
    wall: Callable[[], float],
) -> Admit:
    """Return the stage that lets calls in.

    `counted` is where limits and budgets are counted and who hears of them, `room` what tells the
    calls in flight, and the most that may be.
    """
    store, alerts = counted
    in_flight, most = room
    return Admit(
        Parts(
            Plans(said, wall, alerts.note),
            Quotes(pricing, targets, deny_unknown=said.unknown_price == "deny"),
            pricing,
            Refusals(alerts, wall),
            store,
        ),
        Room(in_flight, most, said.batch_share),
        said,
    )


def targets_of(chooser: Callable[[], Chooser]) -> Targets:
    """Return what says where a call may go; nowhere where routing will refuse it."""

    def targets(call: Call) -> Sequence[Served]:
        try:
            target = chooser().choose(call)
        except GatewayError:
            return ()
        return (Served(target.provider.name, target.model or call.model),)

    return targets
