"""``captions history search``."""

import json
import math
import os
import sys

import pytest

from captions.history.data_folder import FOLDER_VARIABLE
from captions.history.history import History
from captions.model.saved_transcript import NewSession, TranscriptSegment
from tests.cli.history.conftest import Program
from tests.support.transcripts.saved_sessions import STARTED, Sentence, save_session

if sys.platform != "win32":
    from tests.support.terminal.pseudo_terminal import PseudoTerminal

SEARCH = (sys.executable, "-m", "captions", "history", "search")


def test_sentences_are_lines_with_session_day_time_and_speaker(saved: Program) -> None:
    assert saved.output("search", "were").splitlines() == [
        "2  2026-11-28  0:00:06  שלום עולם, we were all going direct to Heaven.",
        "1  2026-11-27  1:02:05  Others: There were a king, a queen and a large jaw in the café.",
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param(["worst"], ["It was the best of times"], id="a word"),
        pytest.param(["WORST", "best"], ["It was the best of times"], id="two in any order"),
        pytest.param(["worst best"], ["It was the best of times"], id="two in one argument"),
        pytest.param(["fool"], ["It was the age of wisdom"], id="the beginning of a word"),
        pytest.param(["cafe"], ["There were a king"], id="a letter without its accent"),
        pytest.param(["CAFE\u0301"], ["There were a king"], id="a combining accent"),
        pytest.param(["שלום"], ["שלום עולם, we were all"], id="right to left"),
        pytest.param(["“worst,”"], ["It was the best of times"], id="punctuation around a word"),
        pytest.param(["best", "--session", "1"], ["It was the best of times"], id="one session"),
        pytest.param(["us", "--session", "last"], ["We had everything"], id="the last session"),
    ],
)
def test_words_are_found(saved: Program, words: list[str], found: list[str]) -> None:
    lines = [json.loads(line) for line in saved.output("search", "--json", *words).splitlines()]
    assert len(lines) == len(found)
    for line, beginning in zip(lines, found, strict=True):
        assert line["text"].startswith(beginning)


def test_json_names_the_session_the_segment_and_the_time(saved: Program) -> None:
    (line,) = saved.output("search", "--json", "jaw").splitlines()
    assert json.loads(line) == {
        "session": 1,
        "segment": 4,
        "time": 3727.5,
        "text": "There were a king, a queen and a large jaw in the café.",
    }


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["?!", "—"], 2, "contains no letters or digits", id="punctuation only"),
        pytest.param([""], 2, "contains no letters or digits", id="nothing"),
        pytest.param(["\udc80"], 2, "contains no letters or digits", id="bytes that are no text"),
        pytest.param(["zebra"], 1, "Nothing was found for “zebra”", id="an absent word"),
        pytest.param(["best", "NEAR(", "*"], 1, "Nothing was found for", id="an FTS query"),
        pytest.param(["x" * 10_000], 1, "Nothing was found for", id="a long word"),
        pytest.param(
            ["best", "--session", "9"], 1, "Session 9 does not exist", id="no such session"
        ),
        pytest.param(["best", "--session", "x"], 2, "“x” is not a session", id="no session"),
        pytest.param(["heaven", "--session", "1"], 1, "Nothing was found", id="another session"),
    ],
)
def test_a_search_without_results_is_one_sentence(
    saved: Program, arguments: list[str], code: int, words: str
) -> None:
    sentence = saved.failure("search", *arguments, code=code)
    assert words in sentence
    assert len(sentence) < 200


def test_more_results_than_are_printed_are_mentioned(empty: Program) -> None:
    history = History(empty.folder)
    assert history.open() == ()
    save_session(history, "", [Sentence("", float(n), f"word {n}") for n in range(1001)])
    history.close()
    outcome = empty.run("search", "word")
    assert outcome.code == 0
    assert len(outcome.out.splitlines()) == 1000
    assert outcome.err == (
        "captions: Only the first 1,000 results are shown: add a word, or select a session with "
        "--session.\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_matches_are_highlighted_on_a_terminal(saved: Program) -> None:
    environment = {**os.environ, FOLDER_VARIABLE: str(saved.folder), "COLUMNS": ""}
    with PseudoTerminal((*SEARCH, "CAFE", "king"), environment, (160, 24)) as terminal:
        assert terminal.end() == 0
        (line,) = [row for row in terminal.emulator.lines() if row]
        highlighted = "".join(
            cell.data
            for column in range(160)
            if (cell := terminal.emulator.screen.buffer[0][column]).reverse
        )
    assert line.startswith("1  2026-11-27  1:02:06  Others: There were a king,")
    assert highlighted == "kingcafé"


def test_a_time_that_is_not_known_is_null(empty: Program) -> None:
    history = History(empty.folder)
    assert history.open() == ()
    writer = history.start_session(NewSession(started=STARTED, utc_offset_seconds=0), kept=True)
    writer.add_segment(TranscriptSegment(text="no times", start=math.nan, end=math.nan))
    writer.end(2.0)
    history.close()
    (line,) = empty.output("search", "--json", "times").splitlines()
    assert json.loads(line, parse_constant=pytest.fail)["time"] is None
    assert "no times" in empty.output("search", "times")


def test_results_of_several_sessions_keep_their_order(saved: Program) -> None:
    lines = [json.loads(line) for line in saved.output("search", "--json", "w").splitlines()]
    places = [(-line["session"], line["segment"]) for line in lines]
    assert len({session for session, _ in places}) == 2
    assert places == sorted(places)


def test_words_of_a_translation_are_found_and_shown(empty: Program) -> None:
    history = History(empty.folder)
    history.open()
    writer = history.start_session(NewSession(started=STARTED, utc_offset_seconds=0), kept=True)
    writer.add_segment(
        TranscriptSegment(text="Es regnet.", start=1.0, end=2.0, translation="It rains.")
    )
    writer.end(2.0)
    history.close()
    assert empty.output("search", "rain").endswith("0:00:01  Es regnet. [EN] It rains.\n")
    assert empty.output("search", "regnet").endswith("0:00:01  Es regnet.\n")
    assert json.loads(empty.output("search", "rain", "--json"))["translation"] == "It rains."
