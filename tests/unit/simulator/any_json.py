"""JSON that nobody would send, made of the names and values that a dialect looks for."""

from typing import Any

from hypothesis import strategies as st

_SCALARS = (
    st.none() | st.booleans() | st.integers(-1, 9) | st.sampled_from(("", "tool", "user", "AAAA"))
)


def any_json(names: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Make values whose objects have some of `names`."""
    return st.recursive(
        _SCALARS,
        lambda inner: (
            st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(names), inner, max_size=3)
        ),
        max_leaves=9,
    )
