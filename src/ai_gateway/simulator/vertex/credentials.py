"""Who may call: bearers of tokens that a service account got for its signature.

The simulator has no clock: an assertion's times have to fit each other, and tokens never expire.
Source: developers.google.com/identity/protocols/oauth2/service-account.
"""

from urllib.parse import parse_qsl, urlsplit

import msgspec

from ai_gateway.simulator.answer import Answer, Refusal
from ai_gateway.simulator.google.errors import error_info
from ai_gateway.simulator.google.errors import refuse as refuse_call
from ai_gateway.simulator.google.headers import headers
from ai_gateway.simulator.jsonvalue import Json, text_of
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import identifier
from ai_gateway.simulator.shelf import Shelf
from ai_gateway.simulator.vertex.service_account import EMAIL, InvalidAssertion, claims

TOKEN_PATH = "/token"  # noqa: S105 - an address
"""Where tokens are minted, as at oauth2.googleapis.com."""

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_SERVICE = "aiplatform.googleapis.com"
_KEPT = 1000

# A second less than the hour that it is good for, as Google says it; the longest grant.
_EXPIRES_IN = 3599
_LONGEST = 3600


class Credentials:
    """The tokens that one simulator minted."""

    def __init__(self) -> None:
        self._minted: Shelf[bool] = Shelf(_KEPT)

    def check(self, request: Request) -> None:
        """Refuse a request that does not bear a minted token."""
        scheme, _, token = request.header("authorization").partition(" ")
        if scheme.lower() == "bearer" and self._minted.get(token) is not None:
            return
        reason = "ACCESS_TOKEN_TYPE_UNSUPPORTED" if token else "CREDENTIALS_MISSING"
        message = (
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
            "cookie or other valid authentication credential. See "
            "https://developers.google.com/identity/sign-in/web/devconsole-project."
        )
        raise refuse_call(message, status=401, details=[error_info(reason, _SERVICE)])

    def mint(self, request: Request) -> Answer:
        """Answer `POST /token`."""
        fields = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        if fields.get("grant_type") != _GRANT:
            text = f"Invalid grant_type: {fields.get('grant_type', '')}"
            raise _refuse("unsupported_grant_type", text)
        try:
            asserted = claims(fields.get("assertion", ""))
        except InvalidAssertion as error:
            raise _refuse("invalid_grant", str(error)) from error
        _check_claims(asserted)
        token = identifier("ya29.c.", request.number, 64)
        self._minted.put(token, True)
        body = {"access_token": token, "expires_in": _EXPIRES_IN, "token_type": "Bearer"}
        return Answer(200, headers(), msgspec.json.encode(body))


def _check_claims(asserted: Json) -> None:
    if asserted.get("iss") != EMAIL:
        raise _refuse("invalid_grant", "Invalid grant: account not found")
    if urlsplit(text_of(asserted.get("aud"))).path != TOKEN_PATH:
        text = f"Invalid JWT: Failed audience check. The aud has to end with {TOKEN_PATH}."
        raise _refuse("invalid_grant", text)
    if _SCOPE not in text_of(asserted.get("scope")).split():
        text = f"Invalid OAuth scope or ID token audience provided; expected {_SCOPE}."
        raise _refuse("invalid_scope", text)
    issued, expires = asserted.get("iat"), asserted.get("exp")
    life = expires - issued if isinstance(issued, int) and isinstance(expires, int) else 0
    if not 0 < life <= _LONGEST:
        text = (
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable "
            "timeframe. Check your iat and exp values in the JWT claim."
        )
        raise _refuse("invalid_grant", text)


def _refuse(error: str, description: str) -> Refusal:
    body = {"error": error, "error_description": description}
    return Refusal(Answer(400, headers(), msgspec.json.encode(body)))
