"""Keeps web pages from spending the gateway's keys while nobody has to say who they are."""

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from ai_gateway.core.errors import Forbidden
from ai_gateway.core.headers import Headers


def refuse_pages(headers: Headers) -> None:
    """Raise `Forbidden` for a call that a page in somebody's browser seems to make.

    The gateway listens on loopback without authentication, and a browser on the same machine
    reaches loopback too. It names the page's own site in `Origin`; and where the site's name
    was made to lead here (DNS rebinding), in `Host`. Programs send no `Origin`.
    """
    host = headers.get(b"host")
    if host is not None and not _is_here(b"//" + host):
        raise _refused("Host", host)
    origin = headers.get(b"origin")
    if origin is not None and not _is_here(origin):
        raise _refused("Origin", origin)


@lru_cache(maxsize=256)
def _is_here(url: bytes) -> bool:
    """Tell whether a URL, which may lack its scheme, names this machine by loopback."""
    try:
        name = urlsplit(url.decode("ascii")).hostname or ""
        return name == "localhost" or name.endswith(".localhost") or ip_address(name).is_loopback
    except ValueError:
        return False


def _refused(field: str, value: bytes) -> Forbidden:
    return Forbidden(
        f"{field} is {value[:80].decode('latin-1')!r}. Without authentication the gateway answers "
        "only calls that name it localhost, 127.0.0.1 or [::1], so that no web page can use it.",
        field=field.lower(),
    )
