"""What OpenAI checks before it looks at a request's meaning."""

from ai_gateway.simulator.jsonvalue import Json, is_array, is_object
from ai_gateway.simulator.multipart import Form
from ai_gateway.simulator.openai.errors import model_not_found, refuse
from ai_gateway.simulator.request import Request

_NO_KEY = (
    "You didn't provide an API key. You need to provide your API key in an Authorization header "
    "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with "
    "blank username) if you're accessing the API from your browser and are prompted for a "
    "username and password. You can obtain an API key from "
    "https://platform.openai.com/account/api-keys."
)
_NO_JSON = (
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using "
    "your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was "
    "not valid JSON. If you have trouble figuring out how to fix this, please contact us through "
    "our help center at help.openai.com.)"
)

_ARTICLES = {
    "string": "a string",
    "array": "an array",
    "object": "an object",
    "integer": "an integer",
    "boolean": "a boolean",
}


def check_key(request: Request) -> None:
    """Refuse a request without a bearer key, or with one that contains `invalid`."""
    scheme, _, key = request.header("authorization").partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not key:
        raise refuse(request, _NO_KEY, status=401)
    if "invalid" in key:
        shown = key if len(key) < 12 else f"{key[:8]}{'*' * (len(key) - 12)}{key[-4:]}"
        message = (
            f"Incorrect API key provided: {shown}. You can find your API key at "
            "https://platform.openai.com/account/api-keys."
        )
        raise refuse(request, message, status=401, code="invalid_api_key")


def json_fields(request: Request) -> Json:
    """Return the object that the body holds, or refuse what is not JSON."""
    if request.media_type != "application/json":
        message = (
            f"Unsupported content type: '{request.header('content-type')}'. This API method only "
            "accepts 'application/json' requests, but you specified the header 'Content-Type: "
            f"{request.header('content-type')}'. Please try again with a supported content type."
        )
        raise refuse(request, message, code="unsupported_content_type")
    if not is_object(request.document):
        raise refuse(request, _NO_JSON)
    return request.document


def form(request: Request) -> Form:
    """Return the form that the body holds, or refuse what is none."""
    if not isinstance(request.document, Form):
        raise refuse(request, "Could not parse multipart form")
    return request.document


def check_model(request: Request) -> str:
    """Return the model asked for; refuse where it is missing or does not exist."""
    if not request.model:
        raise refuse(request, "you must provide a model parameter")
    if "nonexistent" in request.model:
        raise model_not_found(request, request.model)
    return request.model


def require(request: Request, fields: Json, name: str, *kinds: str) -> None:
    """Refuse where the field `name` is missing or of none of the JSON types `kinds`."""
    if fields.get(name) is None:
        message = f"Missing required parameter: '{name}'."
        raise refuse(request, message, param=name, code="missing_required_parameter")
    check_type(request, fields, name, *kinds)


def check_type(request: Request, fields: Json, name: str, *kinds: str) -> None:
    """Refuse where the field `name` is there and of none of the JSON types `kinds`."""
    value = fields.get(name)
    found = kind_of(value)
    if value is None or found in kinds or (found == "integer" and "number" in kinds):
        return
    expected = " or ".join(_ARTICLES.get(kind, f"a {kind}") for kind in kinds)
    got = _ARTICLES.get(found, f"a {found}")
    message = f"Invalid type for '{name}': expected {expected}, but got {got} instead."
    raise refuse(request, message, param=name, code="invalid_type")


def kind_of(value: object) -> str:
    """Name the JSON type of `value`."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if is_array(value):
        return "array"
    return "object" if is_object(value) else "null"
