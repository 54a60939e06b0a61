"""The list of word errors, from logs written by hand."""

import pytest

from captions.events import Word
from tests.benchmarks.measure import Line
from tests.benchmarks.speech import errors, scoring
from tests.benchmarks.speech.errors import Seam, TimedText, WordError

MARKS = str.maketrans({".": "", ",": ""})


def normalise(text: str) -> str:
    """Write numbers as digits, as the score does, and join what belongs to one number."""
    return text.lower().translate(MARKS).replace("twenty one", "21").replace("one", "1")


def entry_of(text: str) -> dict[str, object]:
    words = [{"w": word, "s": float(at), "e": at + 0.5} for at, word in enumerate(text.split())]
    return {"file": "talk.flac", "words": words}


def commit_of(text: str, start: float = 0.0, logprob: float | None = -0.1) -> Line:
    words = [
        Word(word, start + at, start + at + 0.5, logprob) for at, word in enumerate(text.split())
    ]
    return scoring.commit(30.0, text, words)


def found_errors(said: str, *log: Line) -> list[WordError]:
    return list(errors.find_errors(entry_of(said), [*log, scoring.stats(1, 1)], normalise))


@pytest.mark.parametrize(
    ("said", "written", "expected"),
    [
        ("it was the best", "It was the best.", []),
        ("twenty one men", "21 men", []),
        ("it was the best", "It was best.", [("it was", "the", "", "best", 1, 2.0)]),
        ("it was best", "It was the best.", [("it was", "", "the", "best", 1, 2.0)]),
        ("of all the times", "of old hymns", [("of", "all the times", "old hymns", "", 3, 1.0)]),
        ("so we go", "We go.", [("", "so", "", "we go", 1, 0.0)]),
        (
            "a b c d e",
            "a x c y e",
            [("a", "b", "x", "c d", 1, 1.0), ("b c", "d", "y", "e", 1, 3.0)],
        ),
    ],
)
def test_errors_come_in_context(
    said: str, written: str, expected: list[tuple[str, str, str, str, int, float]]
) -> None:
    found = found_errors(said, commit_of(written))
    assert [
        (e.before, e.said, e.written, e.after, e.word_errors, e.start) for e in found
    ] == expected


def test_an_error_has_the_probability_of_its_least_certain_word() -> None:
    log = commit_of("it is worst", logprob=-0.2)
    log["logprobs"][2] = -3.0
    (found,) = found_errors("it was best", log)
    assert (found.word_errors, found.logprob) == (2, -3.0)


def test_logs_without_probabilities_can_be_read() -> None:
    log = commit_of("it is")
    del log["logprobs"]
    (found,) = found_errors("it was", log)
    assert found.logprob is None


def test_seams_are_edges_of_commits_and_of_settlements() -> None:
    settled = {**scoring.partial(5, "a b c d e f g"), "settled_text": "a b c"}
    log = [settled, commit_of("a b c d e f g")]
    edges = errors.find_edges(log)
    words = errors.read_words(log)
    seams = [errors.find_seam([word], edges) for word in words]
    assert seams == [Seam.COMMIT, "", Seam.SETTLED, *[""] * 3, Seam.COMMIT]
    assert errors.find_seam([TimedText("b", 0, 3), words[2]], edges) is Seam.COMMIT


def test_commits_follow_each_other() -> None:
    log = [commit_of("a b"), commit_of("c d", 2.0)]
    assert [edge.time for edge in errors.find_edges(log)] == [0.0, 1.5, 2.0, 3.5]


def test_errors_of_several_runs_are_counted_and_the_costliest_come_first() -> None:
    one = found_errors("a b c d e", commit_of("a x c y z"))
    other = found_errors("a b c d e", commit_of("a b c y z"))
    lines = errors.error_table([one, other]).splitlines()
    assert lines[0].split()[:2] == ["2.0", "2/2"]
    assert "[d e => y z]" in lines[0]
    assert lines[1].split()[:2] == ["0.5", "1/2"]
    assert lines[-1].strip() == "2.5 word errors: all"
