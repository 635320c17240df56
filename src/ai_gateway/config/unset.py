"""What it means that a secret has no value: its provider is not configured, and all else runs."""

from ai_gateway.config.document import Document, Path, Value, dotted
from ai_gateway.config.interpolation import Interpolated
from ai_gateway.config.mistakes import Mistake
from ai_gateway.providers.catalogue import catalogue

# Sections of a provider that stand for credentials of their own, found elsewhere.
_OTHER_CREDENTIALS: tuple[tuple[str, ...], ...] = (
    ("azure", "entra"),
    ("azure", "entra_token"),
    ("bedrock",),
    ("vertex",),
)


def without_unset(
    resolved: Interpolated, document: Document
) -> tuple[dict[str, Value], list[str], list[Mistake]]:
    """Return the data that is left where secrets have no value, notes on it, and mistakes.

    A provider that refers to such a secret is left out, unless the secret is its `api_key` and
    it can be called without one. Anywhere else the secret is needed, and its absence a mistake.
    """
    data = dict(resolved.data)
    notes: list[str] = []
    mistakes: list[Mistake] = []
    for path, secret in resolved.unset.items():
        providers = data.get("providers")
        if path[0] != "providers" or len(path) < 3 or not isinstance(providers, dict):
            mistakes.append(_missing(path, secret, document))
            continue
        place, name = dotted(path), str(path[1])
        if path[2:] == ("api_key",) and _works_without_key(name, providers.get(name)):
            notes.append(f"{place}: secret {secret} has no value; {name} is called without it.")
            continue
        data["providers"] = {key: said for key, said in providers.items() if key != name}
        notes.append(f"{place}: secret {secret} has no value, so {name} is not configured.")
    return data, notes, mistakes


def _missing(path: Path, secret: str, document: Document) -> Mistake:
    return Mistake(
        dotted(path),
        f"secret {secret} has no value",
        "give it one in AWS Secrets Manager",
        line=document.line(path),
    )


def _works_without_key(name: str, provider: Value) -> bool:
    if not isinstance(provider, dict):
        return False
    like = provider.get("like")
    entry = catalogue().get(like if isinstance(like, str) else name)
    if entry is not None and entry.credential == "none":
        return True
    return any(_stands(provider, section) for section in _OTHER_CREDENTIALS)


def _stands(provider: Value, section: tuple[str, ...]) -> bool:
    for part in section:
        if not isinstance(provider, dict):
            return False
        provider = provider.get(part)
    return bool(provider)
