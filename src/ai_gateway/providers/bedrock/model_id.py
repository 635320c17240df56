"""What a model is called at Bedrock, and what stands behind that name.

A model's id, the id of an inference profile (the model's own after a region's prefix), or an ARN
of either; an application's profile has an id that says nothing.
"""

import re
from urllib.parse import quote

import msgspec

_ARN = re.compile(
    r"arn:aws[a-z-]*:bedrock:(?P<region>[a-z0-9-]+):[0-9]*:(?P<kind>[a-z-]+)/(?P<name>.+)"
)
_GEOGRAPHIES = "us|us-gov|eu|apac|ap|au|jp|ca|global"
_PREFIX = re.compile(rf"^(?:{_GEOGRAPHIES})\.(?=[a-z0-9-]+\.)")

# The kinds of ARN that end with a name of the model's own.
_TELLING = ("foundation-model", "inference-profile")
_OPAQUE = ("application-inference-profile",)


class ModelId(msgspec.Struct, frozen=True):
    """One name of a model, taken apart.

    `region` is where an ARN says that it is, None for an id. `model` is the model's own id,
    without a region's prefix, None where only the control plane can tell.
    """

    text: str
    region: str | None
    model: str | None

    @property
    def segment(self) -> bytes:
        """The name as one segment of a path, percent-encoded once."""
        return quote(self.text, safe="-_.~").encode("ascii")

    @property
    def is_profile(self) -> bool:
        """Say whether the control plane knows what is behind it."""
        found = _ARN.fullmatch(self.text)
        return found is not None and found["kind"] in _OPAQUE


def parse_model(text: str) -> ModelId:
    """Take a model's name apart; whatever is no ARN of Bedrock's is an id."""
    found = _ARN.fullmatch(text)
    if found is None:
        return ModelId(text, None, own_id(text))
    known = own_id(found["name"]) if found["kind"] in _TELLING else None
    return ModelId(text, found["region"], known)


def own_id(name: str) -> str:
    """Return the model's own id, without the prefix of the regions that serve it."""
    return _PREFIX.sub("", name)
