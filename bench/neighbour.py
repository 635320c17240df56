"""Whether a client at 20 times its limit is felt by another that stays within its own.

`python -m bench.neighbour` runs a gateway with two clients, and calls as the quiet one alone and
beside the noisy one, five rounds in turns; the medians are compared.
"""

import json
import os
import statistics
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from ai_gateway.auth.gateway_key import NewKey, make_key
from bench import nginx
from bench.call import Call
from bench.plan import Plan, Result
from bench.programs import Cores, divide, free_port, output, running, wait_for_answer

_ROUNDS = 5
_SECONDS = 5.0
_WARMUP = 1.0
_QUIET_RATE = 200.0
_NOISY_LIMIT = 600
"""Calls a minute: ten a second."""

_NOISY_RATE = 20 * _NOISY_LIMIT / 60
_BODY = b'{"model":"gpt-5-mini","messages":[{"role":"user","content":"What is the capital?"}]}'


def _settings(folder: Path, port: int, upstream: int, quiet: NewKey, noisy: NewKey) -> Path:
    keys = {
        key.id: {"client": name, "sha256": key.sha256}
        for name, key in (("quiet", quiet), ("noisy", noisy))
    }
    path = folder / "gateway.yaml"
    path.write_text(
        json.dumps(
            {
                "edge": {"port": port},
                "admin": {"port": 0},
                "auth": {"keys": keys, "audit_file": str(folder / "audit.jsonl")},
                "clients": {
                    "quiet": {"limits": {"requests_per_minute": 10**6}},
                    "noisy": {"limits": {"requests_per_minute": _NOISY_LIMIT}},
                },
                "providers": {
                    "openai": {"base_url": f"http://127.0.0.1:{upstream}/v1", "api_key": "${KEY}"}
                },
            }
        )
    )
    return path


def _load(call: Call, rate: float, cores: Cores) -> Result:
    plan = Plan(call.port, call.wire, rate, _WARMUP, _SECONDS, connections=64)
    argv = [sys.executable, "-m", "bench.load"]
    found = output(argv, cores.load, _WARMUP + _SECONDS, msgspec.json.encode(plan))
    return msgspec.json.decode(found, type=Result)


def _p99(result: Result) -> float:
    if result.errors or result.first_byte.p99 is None:
        raise SystemExit(f"{result.errors} calls of the quiet client failed: {result.error}")
    return result.first_byte.p99


def main() -> None:
    """Measure and print."""
    cores = divide(os.sched_getaffinity(0))
    quiet, noisy = make_key(), make_key()
    alone: list[float] = []
    beside: list[float] = []
    noise: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        upstream, port = free_port(), free_port()
        (folder / "upstream").mkdir()
        config = _settings(folder, port, upstream, quiet, noisy)
        program = "from ai_gateway.cli.main import main; main()"
        serve = [sys.executable, "-c", program, "serve", "--config", str(config)]
        calls = [
            Call(port, "/v1/chat/completions", _BODY, {"authorization": f"Bearer {key.text}"})
            for key in (quiet, noisy)
        ]
        log = folder / "gateway.log"
        with (
            running(nginx.upstream(folder / "upstream", upstream, 2), cores.load, folder / "n.log"),
            running(serve, cores.gateway, log, {"KEY": "sk-test"}) as gateway,
            ThreadPoolExecutor(1) as pool,
        ):
            wait_for_answer(gateway, calls[0], log)
            for _ in range(_ROUNDS):
                alone.append(_p99(_load(calls[0], _QUIET_RATE, cores)))
                loud = pool.submit(_load, calls[1], _NOISY_RATE, cores)
                beside.append(_p99(_load(calls[0], _QUIET_RATE, cores)))
                noise.append(loud.result())
    before, after = statistics.median(alone), statistics.median(beside)
    print(f"quiet client's p99, alone: {before / 1000:.2f} ms; beside: {after / 1000:.2f} ms")
    print(f"change: {after / before - 1:+.1%}")
    let_in, refused = (sum(getattr(one, name) for one in noise) for name in ("calls", "errors"))
    print(f"noisy client: {let_in} calls let in, {refused} refused")


if __name__ == "__main__":
    main()
