"""The section `accounting`: the log is on, everything else is off."""

import pytest
from pydantic import ValidationError

from ai_gateway.accounting.settings import AccountingSettings


def test_the_log_is_on_by_default():
    assert AccountingSettings().log


def test_the_log_can_be_switched_off():
    assert not AccountingSettings.model_validate({"log": False}).log


def test_an_unknown_key_is_refused():
    with pytest.raises(ValidationError, match="extra_forbidden"):
        AccountingSettings.model_validate({"logs": False})


def test_settings_are_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        AccountingSettings().log = False


def test_nothing_is_kept_in_a_file_and_no_stream_is_added_to_by_default():
    settings = AccountingSettings()
    assert (settings.database, settings.cost_comments, settings.keep_calls) == (None, False, 2_000)
    assert settings.prices.unknown == "estimate"
