"""What limits and budgets cost a call in this process, and how that grows with the clients.

`python -m bench.admission` prints CPU time for one call of the stage with every limit and a budget
on, for 10 to 10,000 clients, interleaved five times; the median counts.
"""

import asyncio
import statistics
import time
from collections.abc import Sequence

from ai_gateway.admission.alert import Alerts
from ai_gateway.admission.plan import Plans
from ai_gateway.admission.quote import Quotes
from ai_gateway.admission.refusal import Refusals
from ai_gateway.admission.settings import AdmissionSettings
from ai_gateway.admission.stage import Admit, Parts, Room
from ai_gateway.core.call import Call
from ai_gateway.core.headers import Headers
from ai_gateway.core.operation import Operation
from ai_gateway.core.policy import Allowance, Budget, Limits, Policy
from ai_gateway.core.principal import Principal
from ai_gateway.core.reply import Reply, Served
from ai_gateway.core.usage import Usage
from ai_gateway.store.embedded.store import EmbeddedStore

_BODY = (
    b'{"model":"gpt-5-mini","max_tokens":400,"messages":[{"role":"system","content":"You are a'
    b' helpful assistant."},{"role":"user","content":"What is the capital of France?"}]}'
)
_CALLS = 20_000
_ROUNDS = 5
CLIENTS = (10, 100, 1_000, 10_000)


class _Prices:
    def upper_bound(self, target: Served, input_tokens: int, output_tokens: int) -> int | None:
        del target
        return 1_000 * input_tokens + 5_000 * output_tokens

    def max_output(self, target: Served) -> int | None:
        del target
        return 4_096

    def cost(self, served: Served, usage: Usage) -> int | None:
        del served
        return 1_000 * (usage.input_tokens or 0) + 5_000 * (usage.output_tokens or 0)


class _Meter:
    final = True
    written = 0

    usage = Usage(input_tokens=30, output_tokens=8)


_TARGETS = (Served("openai", "gpt-5-mini"),)
_REPLY = Reply(status=200, headers=[], body=b"{}", served=_TARGETS[0], meter=_Meter())


async def _proceed(call: Call) -> Reply:
    del call
    return _REPLY


def _targets(call: Call) -> Sequence[Served]:
    del call
    return _TARGETS


def _principal(number: int) -> Principal:
    limits = Limits(10**9, 10**12, 10**13, 10**6)
    own = Allowance(f"client:c{number}", limits, (Budget(10**15, "month"),))
    group = Allowance("group:all", Limits(concurrency=10**6))
    policy = Policy(allowances=(own, group))
    return Principal(f"c{number}", f"c{number}", "token", "i", frozenset(), ("all",), policy)


def _call(number: int, principal: Principal) -> Call:
    return Call(
        id=f"bench-{number}",
        method="POST",
        path="/v1/chat/completions",
        raw_path=b"/v1/chat/completions",
        query=b"",
        headers=Headers(),
        operation=Operation.CHAT,
        dialect="openai-chat",
        body=_BODY,
        started=0.0,
        model="gpt-5-mini",
        principal=principal,
        peer="192.0.2.7",
    )


def stage() -> Admit:
    """Return the stage as the gateway wires it, in memory."""
    settings = AdmissionSettings.model_validate({"address": {"requests": 10**12}})
    alerts = Alerts(print)
    prices = _Prices()
    parts = Parts(
        Plans(settings, time.time, alerts.note),
        Quotes(prices, _targets, deny_unknown=True),
        prices,
        Refusals(alerts, time.time),
        EmbeddedStore(time.time, alerts),
    )
    return Admit(parts, Room(lambda: 1, 2048, 0.5), settings)


async def microseconds(admit: Admit, calls: Sequence[Call]) -> float:
    """Return the CPU time of a call."""
    began = time.process_time()
    for call in calls:
        await admit(call, _proceed)
    return (time.process_time() - began) / len(calls) * 1e6


async def main() -> None:
    """Measure and print."""
    admits = {count: stage() for count in CLIENTS}
    principals = [_principal(number) for number in range(max(CLIENTS))]
    found: dict[int, list[float]] = {count: [] for count in CLIENTS}
    for round_ in range(_ROUNDS + 1):
        for count, admit in admits.items():
            calls = [_call(number, principals[number % count]) for number in range(_CALLS)]
            spent = await microseconds(admit, calls)
            if round_:  # the first one warms up
                found[count].append(spent)
    print("clients  µs a call (median of", _ROUNDS, "rounds)")
    for count, rounds in found.items():
        print(f"{count:7,}  {statistics.median(rounds):.1f}")


if __name__ == "__main__":
    asyncio.run(main())
