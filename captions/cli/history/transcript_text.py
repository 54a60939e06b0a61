"""The text of a session for reading in a terminal."""

from collections.abc import Iterator

from captions.cli.history.printing import open_results
from captions.cli.history.session_export import render_session
from captions.cli.history.session_table import display_title, local_start
from captions.formats.fields import clock_time
from captions.formats.options import ExportOptions, TextFormat
from captions.history.history import History
from captions.model.saved_transcript import SavedSession


def print_session(history: History, session: SavedSession, *, times: bool) -> None:
    """Print a heading and the text of a session.

    Args:
        history: the open store.
        session: the session.
        times: True to print the stream time of each line.

    Raises:
        HistoryError: the session cannot be read.
    """
    text = render_session(history, session, TextFormat.TXT, ExportOptions(times=times))
    with open_results() as out:
        out.write("\n".join([*_format_heading(session), "", text]))


def _format_heading(session: SavedSession) -> Iterator[str]:
    started = local_start(session)
    words = "1 word" if session.word_count == 1 else f"{session.word_count:,} words"
    yield display_title(session)
    yield (
        f"{started.day} {started:%B %Y, %H:%M}, {clock_time(session.seconds)}, {words}"
        f"{', still being written' if session.is_open else ''}"
    )
