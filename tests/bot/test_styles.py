from __future__ import annotations

from bot.storage.models.styles import OwnStyle
from bot.styles import known_styles, name_of, own_id, own_reference, suggested_style
from tests.bot.stand_in import GALLERY


def test_own_styles_come_before_the_gallery() -> None:
    styles = known_styles(GALLERY, [OwnStyle(id=3, name="my wave")])
    assert [(style.reference, style.own) for style in styles] == [
        ("own:3", True),
        ("gallery:iris", False),
        ("gallery:wave", False),
    ]
    assert name_of("own:3", styles) == "my wave"
    assert name_of("own:4", styles) is None


def test_somebody_new_gets_the_first_style_of_the_gallery() -> None:
    assert suggested_style(GALLERY) == "gallery:iris"


def test_references_lead_back_to_rows() -> None:
    assert own_id(own_reference(3)) == 3
    assert [own_id(other) for other in (None, "", "gallery:3", "own:", "own:x")] == [None] * 5
