"""Every way a call can fail, as one ladder.

::

    GatewayError
    ├── CallerError                   the caller must change something
    │   ├── InvalidRequest            400
    │   │   ├── InvalidJson
    │   │   ├── UnknownProvider
    │   │   ├── UnsupportedOperation
    │   │   ├── AddressRefused
    │   │   └── UnknownPrice
    │   ├── Unauthenticated           401
    │   │   └── InvalidCredential     what the caller shows proves nothing
    │   ├── Forbidden                 403
    │   │   └── NotPermitted          its policy does not allow it
    │   ├── LimitExceeded             429
    │   ├── BudgetExceeded            429
    │   ├── NotFound                  404
    │   ├── MethodNotAllowed          405
    │   ├── BodyTooLarge              413
    │   └── HeadersTooLarge           431
    ├── Overloaded                    503, the gateway has no room
    ├── IssuerUnavailable             503, nobody can tell now whether a token is good
    ├── StoreUnavailable              503, nobody can tell now what is left of a limit
    └── ProviderError                 the provider failed
        ├── ProviderUnreachable       502
        ├── ProviderMisbehaved        502, it does not speak its own protocol
        ├── ProviderDied              502, mid-answer
        └── ProviderTimeout           504

A provider's own error answer is none of these: it is a `Reply`, passed on as it came. The
class says everything that does not vary; an instance adds the sentence and the field.
"""

from typing import ClassVar, Literal

from ai_gateway.core.headers import HeaderPairs

Fault = Literal["caller", "gateway", "provider"]


class GatewayError(Exception):
    """A failure with everything that a renderer, a retry and a metric need to know.

    `message` is for the person who made the call: what was wrong, with which value, what was
    expected, what to do. `field` names the part of the request, `provider` who was being
    called, `retry_after` the seconds to wait, `status` another HTTP status than the class's.
    None of them ever holds a credential. `headers` are fields that a stage adds to the answer.
    """

    code: ClassVar[str] = "internal_error"
    status: int = 500
    retryable: ClassVar[bool] = False
    fault: ClassVar[Fault] = "gateway"

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        provider: str | None = None,
        retry_after: int | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.provider = provider
        self.retry_after = retry_after
        self.headers: HeaderPairs = []
        if status is not None:
            self.status = status


class CallerError(GatewayError):
    """The call cannot succeed as it was made."""

    code = "invalid_request"
    status = 400
    fault = "caller"


class InvalidRequest(CallerError):
    """A part of the request has a value that it cannot have."""


class InvalidJson(InvalidRequest):
    """The body is not the JSON it should be."""

    code = "invalid_json"


class UnknownProvider(InvalidRequest):
    """No provider of that name, or none could be chosen."""

    code = "unknown_provider"


class UnsupportedOperation(InvalidRequest):
    """The chosen provider does not do what is asked, or not in the caller's dialect."""

    code = "unsupported_operation"


class AddressRefused(InvalidRequest):
    """An address that the caller chose is not one that the configuration allows."""

    code = "address_refused"


class UnknownPrice(InvalidRequest):
    """Nobody knows what the model costs, and the operator wants no such calls."""

    code = "unknown_price"


class Unauthenticated(CallerError):
    """There is no credential to call the provider with."""

    code = "missing_credential"
    status = 401


class InvalidCredential(Unauthenticated):
    """The call shows no credential of the gateway's, or one that is not good."""

    code = "invalid_credential"


class Forbidden(CallerError):
    """Whoever calls may not call from there."""

    code = "forbidden"
    status = 403


class NotPermitted(Forbidden):
    """Who calls is known, and its policy does not allow what it asks for."""

    code = "not_permitted"


class LimitExceeded(CallerError):
    """The caller has used up what it may use at a time; `retry_after` says until when."""

    code = "limit_exceeded"
    status = 429


class BudgetExceeded(CallerError):
    """A budget of the caller's does not pay for the call; `retry_after` says until when."""

    code = "budget_exceeded"
    status = 429


class NotFound(CallerError):
    """There is nothing at that path."""

    code = "not_found"
    status = 404


class MethodNotAllowed(CallerError):
    """The path exists, for other methods."""

    code = "method_not_allowed"
    status = 405


class BodyTooLarge(CallerError):
    """The request body is larger than the gateway takes."""

    code = "body_too_large"
    status = 413


class HeadersTooLarge(CallerError):
    """The request's header fields are more or larger than the gateway takes."""

    code = "headers_too_large"
    status = 431


class Overloaded(GatewayError):
    """The gateway has no room for another call now."""

    code = "overloaded"
    status = 503
    retryable = True


class IssuerUnavailable(GatewayError):
    """The keys of a token's issuer cannot be had, so that the token cannot be judged."""

    code = "issuer_unavailable"
    status = 503
    retryable = True


class StoreUnavailable(GatewayError):
    """The store that replicas share is gone, and a rule of the call's may not do without it."""

    code = "store_unavailable"
    status = 503
    retryable = True


class ProviderError(GatewayError):
    """The provider did not answer as it should."""

    code = "provider_error"
    status = 502
    retryable = True
    fault = "provider"


class ProviderUnreachable(ProviderError):
    """No connection to the provider could be had."""

    code = "provider_unreachable"


class ProviderMisbehaved(ProviderError):
    """The provider answered something that is not its protocol."""

    code = "provider_misbehaved"


class ProviderDied(ProviderError):
    """The provider ended its answer before it was complete."""

    code = "provider_died"


class ProviderTimeout(ProviderError):
    """The provider took longer than it may."""

    code = "provider_timeout"
    status = 504
