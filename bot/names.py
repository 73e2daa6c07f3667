"""Names that people give to what they keep."""

from __future__ import annotations

import unicodedata

# What fits on a button on a phone.
MAX_NAME = 32
# Letters and signs to Unicode that nobody sees: the Hangul fillers and the empty Braille cell.
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def tidied(name: str) -> str:
    """Return a name without the blanks around it and with single ones within."""
    return " ".join(name.split())


def is_visible_name(name: str) -> bool:
    """Tell whether there is anything to be seen of a name; Telegram takes no button without."""
    return any(unicodedata.category(char)[0] in "LNPS" and char not in _UNSEEN for char in name)
