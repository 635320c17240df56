from ai_gateway.simulator.shelf import Shelf


def test_forgets_the_oldest():
    shelf: Shelf[int] = Shelf(2)
    for number in range(3):
        shelf.put(str(number), number)
    assert shelf.get("0") is None
    assert list(shelf) == [2, 1]
    assert len(shelf) == 2


def test_what_is_put_again_is_new():
    shelf: Shelf[int] = Shelf(2)
    shelf.put("a", 1)
    shelf.put("b", 2)
    shelf.put("a", 3)
    shelf.put("c", 4)
    assert list(shelf) == [4, 3]


def test_pop_removes():
    shelf: Shelf[int] = Shelf(2)
    shelf.put("a", 1)
    assert shelf.pop("a") == 1
    assert shelf.pop("a") is None
    assert len(shelf) == 0
