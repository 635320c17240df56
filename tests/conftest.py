"""What every test shares."""

import pytest


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """Run asynchronous tests on the event loop that the gateway runs on."""
    return "asyncio", {"use_uvloop": True}
