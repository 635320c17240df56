"""One call as a caller made it."""

import msgspec

from ai_gateway.core.body import Body
from ai_gateway.core.headers import Headers
from ai_gateway.core.operation import DialectName, Operation
from ai_gateway.core.principal import Principal
from ai_gateway.core.record import Record


class Call(msgspec.Struct, frozen=True):
    """One call, frozen: a stage that changes it passes on another.

    `path` is the decoded path that was authorised on, `raw_path` and `query` the bytes of the
    wire. `body` is whole for JSON and a stream for everything else; `body_length` is the
    announced number of bytes, None where it came in chunks. `model` and `stream` are what the
    body says, None and False where it says nothing. `started` is the monotonic clock in
    seconds. `peer` is the address that the connection came from, empty where there is none.
    `principal` is who calls, None where nobody has to say. `record` is the one thing that is not
    frozen: stages write on it what the ledger is to know.
    """

    id: str
    method: str
    path: str
    raw_path: bytes
    query: bytes
    headers: Headers
    operation: Operation
    dialect: DialectName
    body: Body
    started: float
    body_length: int | None = None
    model: str | None = None
    stream: bool = False
    peer: str = ""
    principal: Principal | None = None
    record: Record = msgspec.field(default_factory=Record)
