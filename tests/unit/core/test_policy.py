"""What a client may do."""

import pytest

from ai_gateway.core.policy import Choice


@pytest.mark.parametrize(
    ("choice", "names", "permitted"),
    [
        (Choice(), ("a",), True),
        (Choice(allow=("a",)), ("a",), True),
        (Choice(allow=("a",)), ("b",), False),
        (Choice(allow=("a",)), ("b", "a"), True),
        (Choice(allow=("a",)), ("A",), False),
        (Choice(allow=("gpt-5*",)), ("gpt-5-mini",), True),
        (Choice(allow=("gpt-5*",)), ("my-gpt-5",), False),
        (Choice(allow=("*",)), ("anything",), True),
        (Choice(deny=("a",)), ("b",), True),
        (Choice(deny=("a",)), ("b", "a"), False),
        (Choice(deny=("gpt-4*",)), ("gpt-4.1",), False),
        (Choice(allow=("a",), deny=("a",)), ("a",), False),
        (Choice(allow=("*",), deny=("b*",)), ("bc",), False),
        (Choice(allow=("a",)), (), False),
    ],
)
def test_deny_goes_before_allow_and_any_name_counts(
    choice: Choice, names: tuple[str, ...], permitted: bool
):
    assert (choice.allows(*names) and not choice.denies(*names)) is permitted
