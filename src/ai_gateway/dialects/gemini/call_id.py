"""Ids of function calls that the wire leaves without one."""

import hashlib


def derive(response_id: str, answer: int, number: int, name: str, arguments: bytes) -> str:
    """Return the id of the call that is `number` among those of one answer.

    It depends on what is given here and nothing else, so that a stream and a whole answer agree
    and reading twice gives the same. All of the content counts too, because a response may come
    without an id. It fits the narrowest rule among the vendors, OpenAI's 40 characters.
    """
    origin = b"\0".join((response_id.encode(), b"%d.%d" % (answer, number), name.encode()))
    digest = hashlib.blake2b(origin + b"\0" + arguments, digest_size=12)
    return f"call_{digest.hexdigest()}"
