"""Where Bedrock is, as botocore's own rules say."""

import pytest
from botocore.session import Session

from ai_gateway.providers.bedrock import endpoints


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-3", "us-gov-west-1", "cn-north-1"])
def test_the_addresses_are_botocores(region: str) -> None:
    session = Session()
    session.set_credentials("a", "b")
    for service, address in (
        ("bedrock-runtime", endpoints.runtime(region)),
        ("bedrock", endpoints.control(region)),
    ):
        client = session.create_client(service, region_name=region)
        assert client.meta.endpoint_url == f"https://{address.origin.host}"
        client.close()
