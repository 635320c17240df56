"""`ai-gateway health`: whether a gateway answers, as an exit code.

It imports the standard library alone, because an orchestrator runs it every few seconds beside the
gateway: `python -m ai_gateway.cli.health` takes a fifteenth of the time of the whole command line.
"""

import http.client
import sys
from urllib.parse import urlsplit

URL = "http://127.0.0.1:8787"
"""The callers' listener as the defaults have it."""

TIMEOUT = 3.0
"""Seconds: less than the five after which Fargate gives a health check up."""


def unhealthy(url: str, timeout: float) -> str | None:
    """Return why the gateway at `url` is not healthy, None where it is.

    It is asked for `/health`, which answers while the process serves, draining or not.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.hostname is None:
        return f"{url} is no address; expected one such as {URL}"
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=timeout)
    try:
        connection.request("GET", "/health")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"{url} does not answer: {str(error) or type(error).__name__}"
    finally:
        connection.close()
    return None if status == 200 else f"{url}/health answers {status}, not 200"


def main() -> None:
    """Ask the default listener, or the one that the first argument names, and exit 0 or 1."""
    url = sys.argv[1] if len(sys.argv) > 1 else URL
    sys.exit(unhealthy(url, TIMEOUT))


if __name__ == "__main__":
    main()
