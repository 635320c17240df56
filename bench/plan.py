"""What the benchmark tells its load generator and hears back; JSON between two programs."""

import msgspec

from bench.procfs import Memory


class Plan(msgspec.Struct, frozen=True):
    """What to send and for how long.

    `request` is sent as it is to 127.0.0.1 at `port`, `rate` times a second and, where `calls` is
    given, so often at most, over at most `connections`. `chunks` is how many stamped chunks an
    answer has, 0 where it is no stream. Counted is what happens in the `seconds` after `warmup`
    seconds. An `endless` answer is not waited for. The CPU time of the processes in `gateway` and
    `upstream` is taken at both ends of that window.
    """

    port: int
    request: bytes
    rate: float
    warmup: float
    seconds: float
    connections: int
    chunks: int = 0
    calls: int | None = None
    endless: bool = False
    gateway: tuple[int, ...] = ()
    upstream: tuple[int, ...] = ()


class Percentiles(msgspec.Struct, frozen=True):
    """A latency in microseconds, None where nothing was measured."""

    p50: float | None
    p99: float | None


class Result(msgspec.Struct, frozen=True):
    """What was seen in the window.

    `calls` ended well in it, `errors` did not (`error` says how the first failed), `chunks`
    arrived in it, of them `alone` as the only one of their read. `first_byte` is from the intended
    start to the first byte of the answer's body, `transit` from the upstream's sending of a chunk
    to its arrival. CPU times are in seconds; `memory` is the gateway's at the end.
    """

    calls: int
    errors: int
    error: str
    chunks: int
    alone: int
    first_byte: Percentiles
    transit: Percentiles
    gateway_cpu: float
    upstream_cpu: float
    own_cpu: float
    memory: Memory
