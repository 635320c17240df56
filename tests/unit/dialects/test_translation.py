"""Every dialect meets all the obligations of a translation, with the contract's own parameters."""

import inspect

import pytest

from ai_gateway.core.operation import Operation
from ai_gateway.dialects.builtin import CALLERS, DIALECTS
from ai_gateway.dialects.neutral.request import Message, Request
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.translation import (
    CallerDialect,
    CountingDialect,
    EventReader,
    EventWriter,
    ProviderDialect,
    Written,
)
from ai_gateway.providers.foreign import foreign_by

ASKING = [
    Operation.CHAT,
    Operation.RESPONSES,
    Operation.MESSAGES,
    Operation.CONVERSE,
    Operation.GENERATE,
]
FOREIGN = [foreign_by(op, Quirks()) for op in ASKING]
SPEAKERS = {foreign.dialect: foreign.speaker for foreign in FOREIGN}
COUNTING = [foreign.counter.speaker for foreign in FOREIGN if foreign.counter is not None]
REQUEST = Request(model="m", messages=(Message("user", ()),))

each_caller = pytest.mark.parametrize("caller", CALLERS.values(), ids=list(CALLERS))
each_speaker = pytest.mark.parametrize("speaker", SPEAKERS.values(), ids=list(SPEAKERS))


def unmet(kept: object, owed: type) -> list[str]:
    """Return the methods of the contract that `kept` lacks or takes otherwise."""
    names = [name for name in vars(owed) if not name.startswith("_")]
    assert names
    return [
        name
        for name in names
        if not hasattr(kept, name)
        or list(inspect.signature(getattr(kept, name)).parameters)
        != list(inspect.signature(getattr(owed, name)).parameters)[1:]
    ]


def test_callers_of_every_dialect_can_be_translated():
    assert set(CALLERS) == set(DIALECTS)


@each_caller
def test_the_callers_side_meets_its_contract(caller: CallerDialect):
    assert unmet(caller, CallerDialect) == []
    assert unmet(caller.event_writer(REQUEST), EventWriter) == []


@each_speaker
def test_the_providers_side_meets_its_contract(speaker: ProviderDialect):
    assert unmet(speaker, ProviderDialect) == []
    assert unmet(speaker.event_reader(), EventReader) == []


@pytest.mark.parametrize("speaker", COUNTING)
def test_those_that_count_meet_their_contract(speaker: CountingDialect):
    assert unmet(speaker, CountingDialect) == []


@each_caller
def test_each_stream_has_a_writer_of_its_own(caller: CallerDialect):
    assert caller.event_writer(REQUEST) is not caller.event_writer(REQUEST)


@each_speaker
def test_each_stream_has_a_reader_of_its_own(speaker: ProviderDialect):
    assert speaker.event_reader() is not speaker.event_reader()


@each_caller
def test_a_field_without_a_name_of_the_callers_own_keeps_its_own(caller: CallerDialect):
    assert (caller.field_name("model"), caller.field_name("sampling.seed")) == ("model", "seed")


def test_what_is_written_leaves_nothing_out_unless_it_says_so():
    assert Written(b"{}").dropped == ()
