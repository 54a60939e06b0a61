"""Deletes saved sessions, after the user has confirmed it."""

import math
import time
from collections.abc import Sequence

from captions.cli.history.open_history import find_sessions
from captions.cli.history.printing import can_ask, print_lines
from captions.cli.history.question import ask_yes_no
from captions.cli.history.session_table import display_title, local_start
from captions.errors import CaptionsError, UsageError
from captions.formats.fields import clock_time
from captions.history.history import History
from captions.model.saved_transcript import SavedSession

_SECONDS_PER_DAY = 86_400
_MAX_TITLE_CHARS = 60
"""Maximum length of a title in the question."""


def check_choice(names: Sequence[str], older_than: float | None, *, all_sessions: bool) -> None:
    """Check that the command line chooses the sessions in exactly one way.

    Raises:
        UsageError: it chooses none, or in several ways, or the number of days is invalid.
    """
    if (bool(names), older_than is not None, all_sessions).count(True) != 1:
        raise UsageError("history_delete_choice")
    if older_than is not None and not (math.isfinite(older_than) and older_than >= 0):
        raise UsageError("history_days_invalid")


def choose_sessions(
    history: History, names: Sequence[str], older_than: float | None
) -> list[SavedSession]:
    """Return the sessions to delete, without those that a program is writing.

    Args:
        history: the open store.
        names: ids of sessions, or ``last``; none for all sessions.
        older_than: minimum age in days since the beginning of a session; `None` for any.

    Raises:
        UsageError: a name is not an id.
        CaptionsError: a session does not exist, or is being written.
    """
    if names:
        chosen = find_sessions(history, names)
        check_closed(chosen)
        return chosen
    limit = math.inf if older_than is None else time.time() - older_than * _SECONDS_PER_DAY
    return [
        session
        for session in history.list_sessions()
        if not session.is_open and session.started <= limit
    ]


def check_closed(sessions: Sequence[SavedSession]) -> None:
    """Check that no program is writing one of the sessions.

    Raises:
        CaptionsError: a program is writing one of them.
    """
    for session in sessions:
        if session.is_open:
            raise CaptionsError("session_being_written", session=session.id)


def confirm_deletion(sessions: Sequence[SavedSession]) -> bool:
    """Ask the user on the terminal, and return True if the sessions may be deleted.

    Raises:
        UsageError: there is no terminal to ask on.
    """
    if not can_ask():
        raise UsageError("history_delete_unconfirmed")
    return ask_yes_no(f"Delete {_describe_sessions(sessions)}? This cannot be undone.")


def delete_sessions(history: History, sessions: Sequence[SavedSession]) -> None:
    """Delete sessions, and print their number.

    Raises:
        CaptionsError: the store cannot be changed.
    """
    for session in sessions:
        history.delete_session(session.id)
    history.flush()
    print_lines([f"Deleted {_count_sessions(len(sessions))}."])


def _describe_sessions(sessions: Sequence[SavedSession]) -> str:
    if len(sessions) > 1:
        return _count_sessions(len(sessions))
    [session] = sessions
    title = display_title(session, _MAX_TITLE_CHARS)
    return (
        f"session {session.id}, “{title}” of {local_start(session):%Y-%m-%d %H:%M} "
        f"({clock_time(session.seconds)})"
    )


def _count_sessions(count: int) -> str:
    if not count:
        return "no sessions"
    return "1 session" if count == 1 else f"{count:,} sessions"
