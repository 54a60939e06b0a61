"""The sentences that a search found, as lines with highlighted matches or as JSON lines."""

import itertools
import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from captions.cli.history.printing import is_terminal, print_lines, print_remark
from captions.cli.history.session_table import local_start
from captions.errors import CaptionsError, UsageError
from captions.formats.fields import clock_time, round_seconds
from captions.history.history import History
from captions.model.live.translated_text import mark_translation
from captions.model.saved_transcript import SavedSegment, SavedSession, SearchHit
from captions.model.search_words import find_matches, split_query
from captions.printable import make_printable

MAX_RESULTS = 1000
"""Maximum number of sentences that one search prints."""
_TIME_WIDTH = len("0:00:00")
_MATCH_STYLE = "bold reverse"
_MAX_SHOWN_CHARS = 60
"""Maximum length of a search in a message."""


class SearchResult(NamedTuple):
    """A segment that a search found."""

    session: SavedSession
    segment: SavedSegment
    time: float
    """Stream time in seconds at which the first match was spoken."""


def print_results(
    history: History, query: str, session: SavedSession | None, *, as_json: bool
) -> None:
    """Search saved transcripts, and print the sentences that contain all words.

    Args:
        history: the open store.
        query: what the user searches for.
        session: the session to search; `None` for all.
        as_json: True to print a JSON object for each sentence.

    Raises:
        UsageError: the search contains no words.
        CaptionsError: nothing was found.
    """
    if not split_query(query):
        raise UsageError("history_search_empty")
    hits = history.search(query, session.id if session else None, MAX_RESULTS)
    results = list(_read_results(history, hits, query))
    if not results:
        raise CaptionsError(
            "history_search_unsuccessful", words=make_printable(query, _MAX_SHOWN_CHARS)
        )
    if as_json:
        print_lines(map(_format_json, results))
    else:
        _print_sentences(results, query)
    if len(hits) == MAX_RESULTS:
        print_remark(
            f"Only the first {MAX_RESULTS:,} results are shown: add a word, or select a session "
            "with --session."
        )


def _read_results(
    history: History, hits: Sequence[SearchHit], query: str
) -> Iterator[SearchResult]:
    sessions = {session.id: session for session in history.list_sessions()}
    for session_id, found in itertools.groupby(hits, lambda hit: hit.session_id):
        session = sessions.get(session_id)
        if session is not None:  # Otherwise it has been deleted since the search.
            for segment in history.read_numbers(session_id, [hit.segment_id for hit in found]):
                yield SearchResult(session, segment, _find_time(segment, query))


def _find_time(segment: SavedSegment, query: str) -> float:
    """Return when the first match was spoken; the beginning of the segment if that is unknown."""
    times = (word.start for word in segment.words if find_matches(word.text, query))
    return next(times, segment.start)


def _format_json(result: SearchResult) -> str:
    fields = {
        "session": result.session.id,
        "segment": result.segment.id,
        "time": round_seconds(result.time),
        "text": result.segment.text,
    }
    if result.segment.translation:
        fields["translation"] = result.segment.translation
    return json.dumps(fields, allow_nan=False)


def _print_sentences(results: Sequence[SearchResult], query: str) -> None:
    """Print a line for each result: session, day, stream time, speaker and sentence."""
    id_width = max(len(str(result.session.id)) for result in results)
    if not is_terminal():
        print_lines(
            _format_place(result, id_width) + _format_sentence(result, query) for result in results
        )
        return
    console = Console(soft_wrap=True, highlight=False)
    for result in results:
        console.print(Text(_format_place(result, id_width)) + _highlight_matches(result, query))


def _format_place(result: SearchResult, id_width: int) -> str:
    """Return what precedes the sentence on the line of a result."""
    session, segment, time = result
    label = f"{make_printable(segment.label)}: " if segment.label else ""
    return (
        f"{session.id:>{id_width}}  {local_start(session):%Y-%m-%d}  "
        f"{clock_time(time):>{_TIME_WIDTH}}  {label}"
    )


def _format_sentence(result: SearchResult, query: str) -> str:
    """Return the sentence, and its machine translation if that contains a match."""
    segment = result.segment
    if not find_matches(segment.translation, query):
        return make_printable(segment.text)
    return make_printable(f"{segment.text} {mark_translation(segment.translation)}")


def _highlight_matches(result: SearchResult, query: str) -> Text:
    sentence = _format_sentence(result, query)
    text = Text(sentence)
    for match in find_matches(sentence, query):
        text.stylize(_MATCH_STYLE, match.start, match.end)
    return text
