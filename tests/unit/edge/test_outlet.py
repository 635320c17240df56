"""One write out of two, and nothing that is held for ever."""

from typing import Any, cast

import pytest

from ai_gateway.edge.outlet import Outlet
from tests.unit.edge.stand_ins import Wire


@pytest.fixture
def wire(anyio_backend: object) -> Wire:
    return Wire()


@pytest.fixture
def outlet(wire: Wire) -> Outlet:
    return Outlet(cast("Any", wire))


def test_a_write_goes_out_at_once(wire: Wire, outlet: Outlet):
    outlet.write(b"head")
    outlet.write(b"body")
    assert wire.writes == [b"head", b"body"]


def test_a_held_write_goes_out_with_the_next_one(wire: Wire, outlet: Outlet):
    outlet.hold()
    outlet.write(b"head")
    assert wire.writes == []
    outlet.write(b"body")
    outlet.write(b"next")
    assert wire.writes == [b"headbody", b"next"]


def test_a_held_write_goes_out_with_an_empty_one(wire: Wire, outlet: Outlet):
    outlet.hold()
    outlet.write(b"head")
    outlet.write(b"")
    assert wire.writes == [b"head"]


def test_holding_twice_holds_each_first_write(wire: Wire, outlet: Outlet):
    for answer in (b"1", b"2"):
        outlet.hold()
        outlet.write(b"head" + answer)
        outlet.write(b"body" + answer)
    assert wire.writes == [b"head1body1", b"head2body2"]


def test_what_is_held_goes_out_when_it_is_flushed(wire: Wire, outlet: Outlet):
    outlet.hold()
    outlet.write(b"head")
    outlet.flush()
    assert wire.writes == [b"head"]


def test_what_is_held_goes_out_before_the_end(wire: Wire, outlet: Outlet):
    outlet.hold()
    outlet.write(b"head")
    outlet.close()
    assert (wire.writes, wire.closed) == ([b"head"], True)


def test_flushing_and_closing_write_nothing_of_their_own(wire: Wire, outlet: Outlet):
    outlet.flush()
    outlet.close()
    assert (wire.writes, wire.closed) == ([], True)


def test_everything_else_is_the_transports(wire: Wire, outlet: Outlet):
    outlet.pause_reading()
    assert not wire.reading
    outlet.resume_reading()
    assert wire.reading
    assert outlet.get_extra_info("peername", "nobody") == "nobody"
    assert not outlet.is_closing()
    outlet.abort()
    assert wire.aborted
    assert outlet.is_closing()
