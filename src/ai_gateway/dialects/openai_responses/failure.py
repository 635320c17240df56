"""Responses that failed: the status and the words of their error, and its code."""

from ai_gateway.dialects.openai_responses.shapes import Failure

# What an answer would have had as its status, of the codes in `openai.types.responses
# .ResponseError`; images and prompts that are refused are the caller's.
_STATUSES = {"rate_limit_exceeded": 429, "server_error": 500, "vector_store_timeout": 504}
_CALLERS = ("invalid_", "image_", "empty_image", "unsupported_image", "failed_to_download")
_POLICIES = ("bio_policy", "misalignment_policy_violation", "data_residency_mismatch")


def failure_status(failure: Failure) -> int:
    """Return the status that a failure in the middle would have had at the beginning."""
    code = str(failure.code or "")
    if code.startswith(_CALLERS) or code in _POLICIES:
        return 400
    return _STATUSES.get(code, 500)


def failure_code(status: int) -> str:
    """Return the code of `ResponseError` that comes nearest to `status`."""
    if status == 429:
        return "rate_limit_exceeded"
    return "invalid_prompt" if 400 <= status < 500 else "server_error"


def failure_message(failure: Failure) -> str:
    """Return the provider's words, or that there were none."""
    return failure.message or f"The provider failed and said only `{failure.code or 'error'}`."
