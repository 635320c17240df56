"""Whose model it is: Converse is one API before many makers, each with some words of its own."""

from typing import Literal

Maker = Literal["anthropic", "amazon", "gpt-oss", "openai", "deepseek", "moonshot", "other"]

# The first that fits. A model's id begins with its maker, after the region of a profile.
_SIGNS: tuple[tuple[str, Maker], ...] = (
    ("anthropic.", "anthropic"),
    ("amazon.", "amazon"),
    ("openai.gpt-oss", "gpt-oss"),
    ("openai.", "openai"),
    ("deepseek.", "deepseek"),
    ("moonshot", "moonshot"),
)

CACHING: frozenset[Maker] = frozenset({"anthropic", "amazon"})
"""Makers whose models know `cachePoint`; the others refuse it."""


def maker_of(model: str) -> Maker:
    """Return the maker of `model`: an id, a profile's id, or an ARN that ends with one of them.

    An ARN that names no model (of an application's inference profile) says nothing: `other`,
    unless the writer is told what is behind it.
    """
    name = model.rsplit("/", 1)[-1]
    for sign, maker in _SIGNS:
        if sign in name:
            return maker
    return "other"
