"""The day and the minute, in UTC, whatever the day before was."""

import datetime

from ai_gateway.accounting.prices.moment import Moment


def test_it_is_of_now_and_follows_the_clock_over_midnight():
    seconds = [86_399.9, 86_400.0, 86_400.0 + 61, 0.0]
    moment = Moment(lambda: seconds.pop(0))
    first, second = datetime.date(1970, 1, 1), datetime.date(1970, 1, 2)
    assert [moment.now() for _ in range(4)] == [(first, 1439), (second, 0), (second, 1), (first, 0)]
