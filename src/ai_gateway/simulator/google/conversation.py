"""What Gemini demands of a conversation beyond the shape of each message.

Source: ai.google.dev/gemini-api/docs/function-calling and thought-signatures there, and the
messages that the service answers with.
"""

import base64
import re

from ai_gateway.simulator.google.errors import refuse
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.request import Request

_ROLES = ("user", "model", "function")
_MADE_HERE = b"simulated thought signature of request "

# What Google documents for calls that come from another model: it skips the check.
_SKIPS = ("skip_thought_signature_validator", "context_engineering_is_the_way_to_go")

_VERSION = re.compile(r"gemini-(\d+)")
_FIRST_STRICT_VERSION = 3


def signature(number: int) -> str:
    """Return the thought signature that the simulator gives in its answer to request `number`."""
    return base64.b64encode(b"%b%d" % (_MADE_HERE, number)).decode()


def check_conversation(request: Request, contents: list[Json]) -> None:
    """Refuse contents whose roles, order or signatures the service does not take."""
    if not contents:
        raise refuse("* GenerateContentRequest.contents: contents is not specified")
    called: list[str] = []
    for index, content in enumerate(contents):
        _check_content(index, content)
        results = _names(content, "functionResponse")
        if called and not results:
            text = (
                "Please ensure that function response turn comes immediately after a function "
                "call turn."
            )
            raise refuse(text)
        if sorted(results) != sorted(called):
            text = (
                "Please ensure that the number of function response parts is equal to the number "
                "of function call parts of the function call turn."
            )
            raise refuse(text)
        called = _names(content, "functionCall")
    if called:
        text = (
            "Please ensure that function call turn comes immediately after a user turn or after a "
            "function response turn."
        )
        raise refuse(text)
    _check_signatures(request, contents)


def _check_content(index: int, content: Json) -> None:
    if content.get("role", "user") not in _ROLES:
        raise refuse("Please use a valid role: user, model.")
    if not content.get("parts"):
        text = (
            f"* GenerateContentRequest.contents[{index}].parts: contents.parts must not be empty."
        )
        raise refuse(text)
    if content.get("role") != "model" and _names(content, "functionCall"):
        raise refuse("Please ensure that function call turn has the role: model.")
    for part in content["parts"]:
        given = part.get("thoughtSignature")
        if given is not None and given not in _SKIPS and not _made_here(given):
            raise refuse("Thought signature is not valid.")


def _made_here(given: str) -> bool:
    # Bytes come in either of base64's alphabets.
    standard = given.replace("-", "+").replace("_", "/")
    return base64.b64decode(standard).startswith(_MADE_HERE)


def _check_signatures(request: Request, contents: list[Json]) -> None:
    """Refuse a step of the current turn whose first call has lost its signature."""
    version = _VERSION.match(request.model)
    if version is None or int(version[1]) < _FIRST_STRICT_VERSION:
        return
    # The turn begins with the last thing that the user, and no function, said.
    asked = [
        index
        for index, content in enumerate(contents)
        if content.get("role") != "model" and not _names(content, "functionResponse")
    ]
    for position in range(asked[-1] if asked else 0, len(contents)):
        calls = [part for part in contents[position]["parts"] if "functionCall" in part]
        if calls and not calls[0].get("thoughtSignature"):
            name = calls[0]["functionCall"]["name"]
            text = (
                "Function call is missing a thought_signature in functionCall parts. This is "
                "required for tools to work correctly, and missing thought_signature may lead to "
                "degraded model performance. Additional data, function call "
                f"`default_api:{name}` , position {position + 1}. Please refer to "
                "https://ai.google.dev/gemini-api/docs/thought-signatures for more details."
            )
            raise refuse(text)


def _names(content: Json, kind: str) -> list[str]:
    return [part[kind]["name"] for part in content.get("parts") or () if part.get(kind)]
