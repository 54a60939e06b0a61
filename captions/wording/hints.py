"""Hints: what the program is doing, and how to undo what has just hidden or locked the captions."""

from captions.wording.language import marked, translated
from captions.wording.notifications.notices import SHOWN_SECONDS, NotificationText
from captions.wording.status import CaptionStatus


def describe_start(listening: str, *, is_locked: bool) -> str:
    """Return what is said when captions start.

    Args:
        listening: what the app listens to, as in the status line.
        is_locked: True if clicks pass through the captions, so that they have no menu.
    """
    if is_locked:
        menu = translated(marked("Click the tray icon with the right button for the menu."))
    else:
        menu = translated(marked("Right-click here for the menu."))
    return f"{listening.rstrip('.')}. {menu}"


def describe_running(*, is_locked: bool) -> str:
    """Return what is said when the program is started a second time."""
    return describe_start(translated(marked("Captions is running")), is_locked=is_locked)


def describe_lock(keys: str) -> str:
    """Return how to unlock the captions.

    Args:
        keys: the shortcut, as its user knows it; empty if there is none.
    """
    if keys:
        text = translated(marked("Captions are locked: {keys} or the tray menu unlocks them."))
        return text.replace("{keys}", keys)
    return translated(marked("Captions are locked: the tray menu unlocks them."))


def describe_hiding(keys: str) -> NotificationText:
    """Return a notification of how to show the captions again; ``keys`` as in `describe_lock`."""
    title = translated(marked("Captions are hidden"))
    if keys:
        text = translated(
            marked("Press {keys}, click the tray icon or start Captions again to show them.")
        ).replace("{keys}", keys)
    else:
        text = translated(marked("Click the tray icon or start Captions again to show them."))
    return NotificationText(title, text, "hidden", SHOWN_SECONDS)


def describe_earlier() -> str:
    """Return what is said while the user sees earlier captions."""
    return translated(marked("Earlier captions: scroll down to return to the present."))


def describe_copy(minutes: int, words: int) -> str:
    """Return what is said once the last minutes were copied; ``words`` is the number of words."""
    if words and minutes == 1:
        text = translated(marked("The last minute was copied: {words} words."))
    elif words:
        text = translated(marked("The last {minutes} minutes were copied: {words} words."))
    elif minutes == 1:
        text = translated(marked("Nothing was said in the last minute."))
    else:
        text = translated(marked("Nothing was said in the last {minutes} minutes."))
    return text.replace("{minutes}", str(minutes)).replace("{words}", str(words))


def describe_tray(now: CaptionStatus, *, is_shown: bool, is_locked: bool) -> str:
    """Return the tooltip of the tray icon.

    Args:
        now: the status.
        is_shown: True if the captions are on screen.
        is_locked: True if clicks pass through them.
    """
    marks = (
        (now.paused, marked("paused")),
        (not is_shown, marked("hidden")),
        (is_locked, marked("locked")),
    )
    states = ", ".join(translated(word) for applies, word in marks if applies)
    shown = ". ".join(filter(None, (states, _describe_status(now))))
    return f"Captions: {shown}" if shown else "Captions"


def _describe_status(now: CaptionStatus) -> str:
    """Return what the tooltip says besides its states: problems first, otherwise the devices."""
    if now.paused and now.light != "error":
        return now.remarks
    if now.light == "listening":
        return ". ".join(filter(None, (now.listening, now.remarks)))
    return now.remarks if now.line == now.sending else now.line
