"""What can be wrong with a wish."""

from __future__ import annotations

from bot.grammar.setting import Setting
from bot.wish import Wish


class WishError(Exception):
    """Base of what can be wrong with a wish.

    `understood` is the rest of the wish. `meant` tells whether the text was surely meant as a wish, so that a
    caption which merely says something about the photo can be told from a wish with a slip in it.
    """

    def __init__(self, understood: Wish, *, meant: bool) -> None:
        super().__init__(understood, meant)
        self.understood = understood
        self.meant = meant


class UnknownStyle(WishError):
    """No style is called what was `said`; `nearest` are the names most like it, the best first.

    `slip` tells whether the best of them is so near that it was surely meant.
    """

    def __init__(self, said: str, nearest: tuple[str, ...], understood: Wish, *, slip: bool, meant: bool) -> None:
        super().__init__(understood, meant=meant)
        self.said = said
        self.nearest = nearest
        self.slip = slip


class BadValue(WishError):
    """What was `said` is nothing that a `setting` can be; `nearest` are the words most like it, the best first."""

    def __init__(
        self, setting: Setting, said: str, understood: Wish, *, meant: bool, nearest: tuple[str, ...] = ()
    ) -> None:
        super().__init__(understood, meant=meant)
        self.setting = setting
        self.said = said
        self.nearest = nearest


class NoValue(WishError):
    """A `setting` was named, but not what it shall be: a question, perhaps, what it is."""

    def __init__(self, setting: Setting, understood: Wish) -> None:
        super().__init__(understood, meant=False)
        self.setting = setting


class OfAnotherMethod(WishError):
    """A `setting` was wished for that only `method` has, and another method with it."""

    def __init__(self, setting: Setting, method: str, understood: Wish) -> None:
        super().__init__(understood, meant=True)
        self.setting = setting
        self.method = method


class NotByMethod(WishError):
    """The styles, known by `names`, cannot be painted by `method`, for lack of statistics; by `others` they can."""

    def __init__(
        self, names: tuple[tuple[str, float], ...], method: str, others: tuple[str, ...], understood: Wish
    ) -> None:
        super().__init__(understood, meant=True)
        self.names = names
        self.method = method
        self.others = others


class Unclear(WishError):
    """All is clear but what was `said`."""

    def __init__(self, said: str, understood: Wish, *, meant: bool = False) -> None:
        super().__init__(understood, meant=meant)
        self.said = said
