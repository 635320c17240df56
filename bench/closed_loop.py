"""The closed loop: wrk keeps the contender's core saturated and counts what it gets done."""

import json
import time
from pathlib import Path

import msgspec

from bench import procfs
from bench.call import Call
from bench.programs import Cores, Failed, output, printed

# As many calls in flight keep one core busy without a queue that is only waited in.
_CONNECTIONS = 32
# Less than this and something other than the contender's core was the limit.
_SATURATED = 0.9

_SCRIPT = """
wrk.method = "POST"
wrk.path = {path}
local file = assert(io.open({body}, "rb"))
wrk.body = file:read("*a")
file:close()
{headers}
done = function(summary)
  local e = summary.errors
  io.write(string.format(
    '\\n{{"calls": %d, "seconds": %.6f, "refused": %d, "broken": %d}}\\n',
    summary.requests, summary.duration / 1e6, e.status,
    e.connect + e.read + e.write + e.timeout))
end
"""


class _Count(msgspec.Struct, frozen=True):
    """What wrk counted."""

    calls: int
    seconds: float
    refused: int
    broken: int


class Saturation(msgspec.Struct, frozen=True):
    """What the contender did: its calls, their rate a second, and its CPU seconds for them."""

    calls: int
    rate: float
    cpu: float
    problem: str


def saturate(
    call: Call, seconds: float, processes: tuple[int, ...], cores: Cores, folder: Path
) -> Saturation:
    """Repeat `call` for `seconds` against the contender, which runs as `processes`.

    The CPU time covers all that wrk sends, from before its start to after its end. Raises Failed
    where wrk cannot run or gets no answer.
    """
    before, start = procfs.cpu_seconds(processes), time.monotonic()
    printed = output(command(call.port, seconds, _script(call, folder)), cores.load, seconds)
    cpu, wall = procfs.cpu_seconds(processes) - before, time.monotonic() - start
    count = msgspec.json.decode(printed.splitlines()[-1], type=_Count)
    if not count.calls:
        raise Failed("wrk got no answer")
    problem = ""
    if count.refused or count.broken:
        problem = f"of {count.calls} calls {count.refused} were refused, {count.broken} broke off"
    elif cpu / wall < _SATURATED:
        problem = f"only {cpu / wall:.0%} of its core: the load, or another program, was the limit"
    return Saturation(calls=count.calls, rate=count.calls / count.seconds, cpu=cpu, problem=problem)


def command(port: int, seconds: float, script: Path) -> list[str]:
    """Return the command that runs wrk; it takes whole seconds only."""
    address = f"http://127.0.0.1:{port}"
    whole = max(1, round(seconds))
    return ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{whole}s", "-s", str(script), address]


def version() -> str:
    """Return wrk's name and version."""
    return " ".join(printed(["wrk", "-v"]).split()[:2]) or "no wrk"


def _script(call: Call, folder: Path) -> Path:
    body, script = folder / "body.json", folder / "call.lua"
    body.write_bytes(call.body)
    # JSON's strings are Lua's for the letters that stand in paths and headers.
    headers = [
        f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}"
        for name, value in call.fields.items()
    ]
    script.write_text(
        _SCRIPT.format(
            path=json.dumps(call.path), body=json.dumps(str(body)), headers="\n".join(headers)
        )
    )
    return script
