"""Who may call: resource keys, and tokens that Entra ID mints for client credentials.

Source: learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow and
learn.microsoft.com/azure/ai-services/openai/reference#authentication.
"""

from urllib.parse import parse_qsl

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.azure.errors import refuse, token_error, wrong_token
from ai_gateway.simulator.azure.headers import headers
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import identifier
from ai_gateway.simulator.shelf import Shelf

_KEPT = 1000

# A second less than the hour that it is good for, as Entra ID says it.
_EXPIRES_IN = 3599

_SCOPES = ("https://cognitiveservices.azure.com/.default", "https://ai.azure.com/.default")


class Credentials:
    """The keys and tokens that one simulator accepts."""

    def __init__(self) -> None:
        self._minted: Shelf[bool] = Shelf(_KEPT)

    def check(self, request: Request, *, key_as_bearer: bool) -> None:
        """Refuse a request that carries neither a key nor a minted token.

        Every key is good that does not contain `invalid`. The v1 API also takes a key as a
        bearer, which is how OpenAI's own SDK sends it.
        """
        key = request.header("api-key")
        if key:
            if "invalid" in key:
                raise refuse(request, 401)
            return
        scheme, _, token = request.header("authorization").partition(" ")
        if scheme.lower() != "bearer" or not token or "invalid" in token:
            raise wrong_token(request)
        if not key_as_bearer and self._minted.get(token) is None:
            raise wrong_token(request)

    def mint(self, request: Request) -> Answer:
        """Answer `POST /{tenant}/oauth2/v2.0/token`."""
        fields = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        for name in ("grant_type", "client_id", "client_secret", "scope"):
            if not fields.get(name):
                text = f"The request body must contain the following parameter: '{name}'."
                raise token_error(request, 400, "invalid_request", 900144, text)
        if fields["grant_type"] != "client_credentials":
            text = f"The app requested an unsupported grant type '{fields['grant_type']}'."
            raise token_error(request, 400, "unsupported_grant_type", 70003, text)
        if fields["scope"] not in _SCOPES:
            text = f"The provided value for scope {fields['scope']} is not valid."
            raise token_error(request, 400, "invalid_scope", 1002012, text)
        if "invalid" in fields["client_secret"]:
            text = f"Invalid client secret provided for app '{fields['client_id']}'."
            raise token_error(request, 401, "invalid_client", 7000215, text)
        token = identifier("eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.", request.number, 64)
        self._minted.put(token, True)
        body = {
            "token_type": "Bearer",
            "expires_in": _EXPIRES_IN,
            "ext_expires_in": _EXPIRES_IN,
            "access_token": token,
        }
        return Answer(200, headers(request), msgspec.json.encode(body))
