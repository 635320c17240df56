"""The programs under measurement: started on the cores they belong to, ended whatever happens."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

import msgspec

from bench.call import Call

# A cold start on a busy machine takes Node some seconds; waiting longer hides a failure.
_START_SECONDS = 30.0


class Failed(Exception):
    """A program did not do its part; the message says which, how, and what it printed last."""


class Cores(msgspec.Struct, frozen=True):
    """Who runs where: the gateway alone on one core, load and upstream on all others."""

    gateway: frozenset[int]
    load: frozenset[int]


def divide(available: set[int]) -> Cores:
    """Give the last core to the gateway, since the first often serves interrupts.

    A single core is shared: its numbers are still the gateway's CPU time, but not its saturation.
    """
    last = max(available)
    return Cores(gateway=frozenset({last}), load=frozenset(available - {last}) or frozenset({last}))


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def on_cores(cores: frozenset[int]) -> Generator[None, None, None]:
    """Let this process, and what it starts meanwhile, run on `cores` only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextlib.contextmanager
def running(
    argv: Sequence[str],
    cores: frozenset[int],
    log: Path,
    environment: Mapping[str, str] | None = None,
) -> Generator[subprocess.Popen[bytes], None, None]:
    """Run a program until the block ends; both its outputs go to the file `log`.

    It gets a process group of its own: ctrl-C reaches the benchmark alone, which then ends the
    whole group. SIGKILL, since nothing in it is worth keeping and a graceful drain takes long.
    """
    with log.open("wb") as output, on_cores(cores):
        process = subprocess.Popen(
            argv,
            env=_environment(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def output(argv: Sequence[str], cores: frozenset[int], seconds: float, stdin: bytes = b"") -> bytes:
    """Run a program of the load side, which takes about `seconds`; return what it wrote.

    In a session of its own, for the same reason as above. Raises Failed where it fails or hangs.
    """
    try:
        with on_cores(cores):
            done = subprocess.run(
                argv,
                input=stdin,
                capture_output=True,
                start_new_session=True,
                check=False,
                timeout=seconds + _START_SECONDS,
            )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"`{argv[0]}` hung: no end after {error.timeout:g} s") from None
    if done.returncode != 0:
        printed = done.stderr.decode(errors="replace").strip()[-500:]
        raise Failed(f"`{argv[0]}` ended with exit code {done.returncode}: {printed}")
    return done.stdout


def printed(argv: Sequence[str]) -> str:
    """Return what a program says of itself, whatever its exit code; nothing where it is missing."""
    if shutil.which(argv[0]) is None:
        return ""
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=10)
    return (done.stdout + done.stderr).strip()


def wait_for_answer(process: subprocess.Popen[bytes], call: Call, log: Path) -> None:
    """Return once the program answers `call` with 200.

    Raises Failed where it ends instead, or has not done so in 30 seconds.
    """
    deadline = time.monotonic() + _START_SECONDS
    seen = "no connection"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Failed(f"it ended with exit code {process.returncode}; it printed: {tail(log)}")
        connection = http.client.HTTPConnection("127.0.0.1", call.port, timeout=_START_SECONDS)
        try:
            connection.request("POST", call.path, call.body, call.fields)
            reply = connection.getresponse()
            if reply.status == 200 and reply.read(1):
                return
            seen = f"status {reply.status}: {reply.read(300)!r}"
        except (OSError, http.client.HTTPException) as error:
            seen = repr(error)
        finally:
            connection.close()
        time.sleep(0.05)
    raise Failed(f"no good answer in {_START_SECONDS:g} s, last {seen}; it printed: {tail(log)}")


def tail(log: Path) -> str:
    """Return the last 500 characters of a log."""
    return log.read_text(errors="replace")[-500:].strip() or "nothing"


def _environment(additions: Mapping[str, str]) -> dict[str, str]:
    """Keep what programs need to run: a proxy setting or a key of this shell must not leak in."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, **additions}
