"""Nano-dollars as people read them."""

_NANO = 1_000_000_000


def dollars(nano: int) -> str:
    """Return nano-dollars as dollars, every digit of them: `0.000041200`, `-1.5` as `-1.500000000`.

    No float on the way, so that nothing is lost.
    """
    whole, rest = divmod(abs(nano), _NANO)
    return f"{'-' if nano < 0 else ''}{whole}.{rest:09d}"
