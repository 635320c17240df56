"""A real server for the tests of what speaks to it."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.conformance.store.server import Server, server

PASSWORD = "s3cret-s3cret"


@pytest.fixture
async def guarded(tmp_path: Path) -> AsyncGenerator[Server]:
    async with server(tmp_path, "--requirepass", PASSWORD) as running:
        yield running


@pytest.fixture
async def running(tmp_path: Path) -> AsyncGenerator[Server]:
    async with server(tmp_path) as started:
        yield started
