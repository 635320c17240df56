"""What every test shares."""

from collections.abc import Generator

import pytest

from tests.aws_account import AwsAccount, process_leads_to, simulated_account


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """Run asynchronous tests on the event loop that the gateway runs on."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
def _simulated_account() -> Generator[AwsAccount]:
    with simulated_account() as account:
        yield account


@pytest.fixture
def aws_account(_simulated_account: AwsAccount) -> Generator[AwsAccount]:
    """Return an empty AWS account, which every AWS client of this process calls."""
    _simulated_account.reset()
    with process_leads_to(_simulated_account):
        yield _simulated_account
