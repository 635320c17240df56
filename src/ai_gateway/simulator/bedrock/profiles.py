"""Inference profiles, as the control plane tells about them.

A profile of the system has the name of its model after a region's prefix; one of an application
has an identifier that says nothing, and stands for MODEL.
Source: docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html.
"""

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.bedrock.errors import refuse
from ai_gateway.simulator.bedrock.headers import headers
from ai_gateway.simulator.request import Request

MODEL = "anthropic.claude-sonnet-5-5-v1:0"
"""The model that every application's profile leads to."""

_ACCOUNT = "000000000000"
_CREATED = "2025-10-09T08:53:20Z"
_APPLICATION = "application-inference-profile"
_DEFAULT_REGION = "us-east-1"


def retrieve(request: Request) -> Answer:
    """Answer `GET /inference-profiles/{inferenceProfileIdentifier}`."""
    identifier = request.model
    if "nonexistent" in identifier:
        text = f"Inference profile {identifier} not found."
        raise refuse(request, text, status=404, name="ResourceNotFoundException")
    region = identifier.split(":")[3] if identifier.startswith("arn:") else _DEFAULT_REGION
    name = identifier.rpartition("/")[2]
    prefix, _, model = name.partition(".")
    # A system's profile has a vendor after its prefix: us.anthropic.claude-…
    system = "." in model and f":{_APPLICATION}/" not in identifier
    kind = "inference-profile" if system else _APPLICATION
    model = model if system else MODEL
    body = {
        "inferenceProfileName": f"{prefix.upper()} {model}" if system else name,
        "description": "A simulated inference profile.",
        "createdAt": _CREATED,
        "updatedAt": _CREATED,
        "inferenceProfileArn": f"arn:aws:bedrock:{region}:{_ACCOUNT}:{kind}/{name}",
        "models": [{"modelArn": f"arn:aws:bedrock:{region}::foundation-model/{model}"}],
        "inferenceProfileId": name,
        "status": "ACTIVE",
        "type": "SYSTEM_DEFINED" if system else "APPLICATION",
    }
    return Answer(200, headers(request), msgspec.json.encode(body))
