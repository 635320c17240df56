"""The simulated account as a program: writes its port, and serves until its input ends.

It is a process of its own, so that the tests' process keeps its own botocore, and so that two
runs of the tests can go on beside each other.
"""

import logging
import sys
import threading
from collections.abc import Callable

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

from tests.infrastructure.cloud.additions.table import ADDITIONS


def main() -> None:
    """Serve on a free port of the loopback until standard input ends."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for addition in ADDITIONS:
        addition.install()
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server(
        "127.0.0.1", 0, application, threaded=True, request_handler=MotoRequestHandler
    )
    print(server.server_port, flush=True)
    threading.Thread(target=_stop_with_input, args=[server.shutdown], daemon=True).start()
    server.serve_forever()


def _stop_with_input(stop: Callable[[], None]) -> None:
    sys.stdin.read()
    stop()


if __name__ == "__main__":
    main()
