"""Where captions go among an X11 desktop's windows, as a table."""

import pytest
from PySide6.QtCore import QRect

from captions.ui.platform.stacking import DesktopView, StackingMove, VisibleWindow, decide_move

SCREEN, CAPTIONS = QRect(0, 0, 1280, 720), QRect(300, 560, 680, 120)
WITHIN, ASIDE = QRect(400, 500, 200, 150), QRect(0, 0, 200, 150)
OWN, PAGE, FILM, MENU, COVER, PANEL = range(1, 7)

own = VisibleWindow(OWN, CAPTIONS, managed=False)
page = VisibleWindow(PAGE, WITHIN, managed=True)
film = VisibleWindow(FILM, SCREEN, managed=True)
panel = VisibleWindow(PANEL, ASIDE, managed=True)
menu = VisibleWindow(MENU, WITHIN, managed=False)
cover = VisibleWindow(COVER, SCREEN, managed=False)

FREE, HELD = False, True
STAYS = None
TABLE = {
    "captions that nothing covers stay": (FREE, (film, own), STAYS),
    "captions go above a window that covers a part of them": (FREE, (own, page), (PAGE, True)),
    "captions go above one that fills the screen": (FREE, (own, film), (FILM, True)),
    "of several, captions go above the highest": (FREE, (own, page, film), (FILM, True)),
    "a window beside them is left alone": (FREE, (own, panel), STAYS),
    "a menu stays above them": (FREE, (film, own, menu), STAYS),
    "so it does while it holds the keyboard": (HELD, (film, own, menu), STAYS),
    "a menu stays above what comes above its window": (FREE, (own, film, menu), (FILM, True)),
    "a locker stays above them": (HELD, (film, own, cover), STAYS),
    "so does what opens above a locker": (HELD, (own, cover, film), STAYS),
    "what opens below a locker has them above": (HELD, (own, film, cover), (FILM, True)),
    "captions go below a locker": (HELD, (film, cover, own), (COVER, False)),
    "they go below all of its windows": (
        HELD,
        (cover, cover._replace(name=9), own),
        (COVER, False),
    ),
    "a menu may be open over a locker": (HELD, (film, cover, menu, own), (COVER, False)),
    "a menu over a wallpaper is no locker": (HELD, (cover, film, own, menu), STAYS),
    "a cover that holds no keyboard is none either": (FREE, (film, cover, own), STAYS),
    "a window that is not there cannot be moved": (HELD, (film, cover), STAYS),
    "an empty desktop has nothing to be above of": (FREE, (own,), STAYS),
}


@pytest.mark.parametrize(("held", "windows", "where"), TABLE.values(), ids=TABLE.keys())
def test_captions_have_their_place(
    *, held: bool, windows: tuple[VisibleWindow, ...], where: tuple[int, bool] | None
) -> None:
    wanted = None if where is None else StackingMove(*where)
    assert decide_move(DesktopView(windows, held), DesktopView(), OWN) == wanted


LASTING = {
    "what hides them is waited for at the first look": ((), FREE, FREE, STAYS),
    "at the second look they go above it": ((own, cover), FREE, FREE, (COVER, True)),
    "captions of another in the same place are let be": (
        (own, own._replace(name=9)),
        FREE,
        FREE,
        STAYS,
    ),
    "not if it holds the keyboard": ((own, cover), FREE, HELD, STAYS),
    "nor if it did just now": ((own, cover), HELD, FREE, STAYS),
}


@pytest.mark.parametrize(
    ("seen", "was_held", "held", "where"), LASTING.values(), ids=LASTING.keys()
)
def test_captions_are_patient_with_what_may_become_a_locker(
    *, seen: tuple[VisibleWindow, ...], was_held: bool, held: bool, where: tuple[int, bool] | None
) -> None:
    wanted = None if where is None else StackingMove(*where)
    now = DesktopView(seen or (own, cover), held)
    assert decide_move(now, DesktopView(seen, was_held), OWN) == wanted
