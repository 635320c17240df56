"""Who may call: AWS's example access keys, by Signature Version 4, and Bedrock API keys.

The access keys are those of AWS's own documentation; the second stands for a role's temporary
ones, and needs a session token. The simulator has no clock, so that an old signature is as good
as a new one. Every Bedrock API key is good that does not contain `invalid`.
Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html and
docs.aws.amazon.com/bedrock/latest/userguide/api-keys-use.html.
"""

import hmac

from ai_gateway.simulator.answer import Refusal
from ai_gateway.simulator.bedrock.errors import refuse
from ai_gateway.simulator.bedrock.signature import Authorization, parse_authorization, sign
from ai_gateway.simulator.request import Request

ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
"""The access key of a user."""

TEMPORARY_ACCESS_KEY = "ASIAIOSFODNN7EXAMPLE"
"""The access key of a role, good with any session token that does not contain `invalid`."""

# The secret that AWS's documentation gives beside both: published, and good for nothing.
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 - AWS's public example
"""The secret key of both."""

_SERVICE = "bedrock"


def check(request: Request) -> None:
    """Refuse a request that nobody signed, or somebody unknown, or that was changed since."""
    header = request.header("authorization")
    if not header:
        text = "Missing Authentication Token"
        raise refuse(request, text, status=403, name="MissingAuthenticationTokenException")
    scheme, _, token = header.partition(" ")
    if scheme == "Bearer":
        if not token or "invalid" in token:
            text = "Authentication failed: Please make sure your API Key is valid."
            raise refuse(request, text, status=403, name="AccessDeniedException")
        return
    authorization = parse_authorization(header)
    if authorization is None:
        text = "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature'."
        raise _incomplete(request, text)
    _check_coverage(request, authorization)
    _check_signer(request, authorization)
    wanted = sign(request, authorization, SECRET_KEY)
    if not hmac.compare_digest(wanted, authorization.signature):
        text = (
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method. Consult the service "
            "documentation for details."
        )
        raise _mismatch(request, text)


def _check_coverage(request: Request, authorization: Authorization) -> None:
    """Refuse a signature that leaves out what it has to cover."""
    wanted = {"host", *(name for name in request.headers if name.startswith("x-amz-"))}
    missing = sorted(wanted - set(authorization.signed_headers))
    if missing:
        text = f"'{missing[0]}' must be a 'SignedHeader' in the AWS Authorization."
        raise _mismatch(request, text)
    instant = request.header("x-amz-date")
    if not instant:
        text = "Authorization header requires existence of either a 'X-Amz-Date' or 'Date' header."
        raise _incomplete(request, text)
    if instant[:8] != authorization.date:
        text = (
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
            f"HTTP: '{authorization.date}' != '{instant[:8]}', from '{instant}'."
        )
        raise _mismatch(request, text)
    if authorization.service != _SERVICE:
        text = f"Credential should be scoped to correct service: '{_SERVICE}'."
        raise _mismatch(request, text)


def _check_signer(request: Request, authorization: Authorization) -> None:
    token = request.header("x-amz-security-token")
    temporary = authorization.access_key == TEMPORARY_ACCESS_KEY
    known = temporary or authorization.access_key == ACCESS_KEY
    if not known or "invalid" in token or temporary is not bool(token):
        text = "The security token included in the request is invalid."
        raise refuse(request, text, status=403, name="UnrecognizedClientException")


def _mismatch(request: Request, message: str) -> Refusal:
    return refuse(request, message, status=403, name="InvalidSignatureException")


def _incomplete(request: Request, message: str) -> Refusal:
    return refuse(request, message, status=403, name="IncompleteSignatureException")
