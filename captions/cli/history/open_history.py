"""Opens the store of saved transcripts for one command, and finds sessions by their ids."""

import contextlib
from collections.abc import Iterator, Sequence

from captions.errors import HistoryError, UsageError
from captions.history.history import History
from captions.model.saved_transcript import SavedSession
from captions.printable import make_printable

LAST = "last"
"""Name of the newest session."""
_MAX_ID_DIGITS = 18
"""Digits of the largest id; SQLite's integers have 64 bits."""
_MAX_SHOWN_CHARS = 40
"""Maximum length of an invalid id in a message."""


@contextlib.contextmanager
def open_history() -> Iterator[History]:
    """Open the store while the context is active; changes are on disk when it ends.

    Raises:
        HistoryError: the store cannot be opened, read or changed.
    """
    history = History()
    try:
        for problem in history.open():
            raise HistoryError(problem)
        yield history
        history.flush()
    finally:
        history.close()


def find_session(history: History, name: str) -> SavedSession:
    """Return a session.

    Args:
        history: the open store.
        name: the id of a session, or ``last`` for the newest one.

    Raises:
        UsageError: the name is not an id.
        HistoryError: there is no such session.
    """
    if name == LAST:
        sessions = history.list_sessions()
        if not sessions:
            raise HistoryError("history_empty")
        return sessions[0]
    if not (name.isascii() and name.isdecimal()):
        raise UsageError("session_id_invalid", session=make_printable(name, _MAX_SHOWN_CHARS))
    if len(name) > _MAX_ID_DIGITS:
        raise HistoryError("session_unknown", session=make_printable(name, _MAX_SHOWN_CHARS))
    return history.get_session(int(name))


def find_sessions(history: History, names: Sequence[str]) -> list[SavedSession]:
    """Return sessions in the order of their names, each once.

    Raises:
        UsageError: a name is not an id.
        HistoryError: one of the sessions does not exist.
    """
    found = [find_session(history, name) for name in names]
    return list({session.id: session for session in found}.values())
