"""The section `admission`: bounds that are on, and money that is closed without a store."""

import pytest
from pydantic import ValidationError

from ai_gateway.admission.settings import AddressSettings, AdmissionSettings, WithoutStoreSettings


def test_addresses_are_bounded_as_by_the_firewall_in_front():
    assert AdmissionSettings().address == AddressSettings(requests=2000, seconds=300)


def test_without_the_store_money_is_not_spent_and_everything_else_goes_on():
    without = AdmissionSettings().without_store
    assert (without.budgets, without.rates, without.concurrency) == ("closed", "local", "local")


def test_every_setting_is_described():
    for model in (AdmissionSettings, AddressSettings, WithoutStoreSettings):
        for name, field in model.model_fields.items():
            assert field.description, name


def test_a_bound_can_be_switched_off():
    assert (
        AdmissionSettings.model_validate({"address": {"requests": None}}).address.requests is None
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"batch_share": 0},
        {"batch_share": 1.1},
        {"unknown_price": "guess"},
        {"without_store": {"budgets": "ignored"}},
        {"webhook": "ftp://x"},
        {"address": {"requests": 0}},
        {"limit": 1},
    ],
)
def test_what_cannot_work_is_refused_by_name(wrong: dict[str, object]):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        AdmissionSettings.model_validate(wrong)
