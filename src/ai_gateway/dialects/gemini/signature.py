"""Thought signatures in the neutral form, told apart from those of other vendors.

Callers hand back the thoughts of whichever model answered, and Google refuses a request with a
signature that is not its own. The one on a function call needs no mark: only Google's have one.
"""

_MARK = "gemini:"

UNSIGNED = "skip_thought_signature_validator"
"""Stands for the signature of a call that another model made, or a person.

Models since Gemini 3 refuse a step whose first call has none; this is the word that Google
documents for a conversation that began elsewhere
(https://ai.google.dev/gemini-api/docs/thought-signatures, FAQ).
"""


def seal(signature: str) -> str:
    """Return Google's `signature` as the neutral form holds it; base64 has no colon."""
    return _MARK + signature


def unseal(signature: str | None) -> str | None:
    """Return Google's signature, or None where there is none or it is another vendor's."""
    if signature is None or not signature.startswith(_MARK):
        return None
    return signature.removeprefix(_MARK)
