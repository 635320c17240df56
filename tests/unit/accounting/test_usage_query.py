"""What words ask, in seconds and names."""

import pytest

from ai_gateway.accounting.usage_query import QueryInvalid, UsageQuery, read_query

NOW = 1_800_000_000.7


def test_words_become_a_question():
    assert read_query("client, model,client", "7d", None, "team-a", NOW) == UsageQuery(
        ("client", "model"), 1_800_000_000 - 604_800, 1_800_000_001, "team-a"
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90m", 1_800_000_000 - 5_400),
        ("24h", 1_800_000_000 - 86_400),
        ("4w", 1_800_000_000 - 2_419_200),
        ("99999w", 0),
        ("2026-11-01", 1_793_491_200),
        ("2026-11-01T12:00", 1_793_534_400),
        ("2026-11-01T12:00:00+02:00", 1_793_527_200),
    ],
)
def test_a_time_is_so_long_ago_or_a_date_in_utc(text: str, seconds: int):
    assert read_query("", text, text, None, NOW) == UsageQuery((), seconds, seconds, None)


@pytest.mark.parametrize(
    ("by", "since", "says"),
    [
        ("team", "7d", "by has 'team'; expected one or more of client, provider"),
        ("model", "yesterday", "since is 'yesterday'; expected a time ago"),
        ("model", "7", "since is '7'"),
    ],
)
def test_a_mistake_says_what_was_expected(by: str, since: str, says: str):
    with pytest.raises(QueryInvalid) as raised:
        read_query(by, since, None, None, NOW)
    assert says in raised.value.message
