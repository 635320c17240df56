from ai_gateway.simulator.azure.headers import headers
from tests.unit.simulator.sample import sent


def test_sends_what_azure_sends():
    found = dict(headers(sent(path="/openai/deployments/mine/embeddings"), b"audio/mpeg"))
    assert found[b"content-type"] == b"audio/mpeg"
    assert found[b"x-ms-deployment-name"] == b"mine"
    assert found[b"apim-request-id"]
    assert {b"x-ratelimit-remaining-requests", b"x-ms-region"} <= found.keys()
