"""No box and no arrow of the pictures is without a test that names it."""

import types

from tests.infrastructure import test_arrows, test_boxes
from tests.infrastructure.picture.reading import arrows, boxes


def _shown(*modules: types.ModuleType) -> set[str]:
    return {
        mark.args[0]
        for module in modules
        for name, function in vars(module).items()
        if name.startswith("test_")
        for mark in getattr(function, "pytestmark", [])
        if mark.name == "shows"
    }


def test_every_box_and_arrow_has_a_test_and_every_mark_stands_in_a_picture() -> None:
    drawn = {name for picture in ("system", "modules") for name in boxes(picture) | arrows(picture)}
    assert _shown(test_boxes, test_arrows) == drawn


def test_the_pictures_are_read_whole() -> None:
    assert (len(boxes("system")), len(arrows("system"))) == (31, 21)
    assert (len(boxes("modules")), len(arrows("modules"))) == (4, 4)
