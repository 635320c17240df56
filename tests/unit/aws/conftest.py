"""A session in the simulated account."""

import pytest

from ai_gateway.aws.session import AwsSession, Deployment
from tests.aws_account import REGION, AwsAccount

DEV = Deployment("ai-gateway", "dev")


@pytest.fixture
def session(aws_account: AwsAccount) -> AwsSession:
    """Return a session in an empty account."""
    return AwsSession(REGION)
