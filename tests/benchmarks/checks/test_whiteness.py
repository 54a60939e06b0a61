"""Grey and white, from traces written by hand."""

import pytest

from tests.benchmarks.checks.test_measure import CHUNK, committed, frame, partial
from tests.benchmarks.measure import Line
from tests.benchmarks.whiteness import Whiteness, share, whiteness

HEAVEN = "were all going direct to heaven"
"""From *A Tale of Two Cities*, which repeats the first four words at once."""

TIMES = "it was the best of times it was the worst of times it was the age"


def timed(t: float, *words: tuple[str, float]) -> Line:
    """Write a commit whose words end at these seconds of stream time."""
    said = [{"text": text, "start": end - 0.2, "end": end} for text, end in words]
    return {**committed(t, " ".join(text for text, _ in words)), "words": said}


def test_each_word_counts_for_as_long_as_its_frame_is_on_screen() -> None:
    lines = [frame(1, "|it was"), frame(2, "it| was"), frame(4, "it was"), partial(5, "")]
    found = whiteness([CHUNK, *lines])
    assert found.word_seconds == 2 * 1 + 2 * 2 + 2 * 1
    assert found.grey_seconds == 2 * 1 + 1 * 2
    assert share([found]) == pytest.approx(50)


def test_a_word_is_grey_if_any_of_its_letters_is() -> None:
    found = whiteness([CHUNK, frame(1, "it wa|s"), frame(2)])
    assert (found.grey_seconds, found.word_seconds) == (1, 2)


def test_the_first_white_word_is_noted() -> None:
    lines = [frame(1, "|it"), frame(3, "it| was"), frame(4, "it was")]
    assert whiteness([CHUNK, *lines]).first_white == 3


def test_a_trace_without_frames_or_white_words_has_no_figures() -> None:
    assert whiteness([CHUNK]) == Whiteness()
    assert whiteness([CHUNK, frame(1, "|it"), frame(2, "|it")]).first_white is None
    assert share([Whiteness()]) is None


def test_a_sentence_is_late_by_the_time_from_its_last_word_to_its_commit() -> None:
    chunk = {"t": 10.1, "what": "chunk", "stream_time": 0.0, "seconds": 0.1}
    said = timed(13, ("It", 0.5), ("was.", 1.0), ("“So?”", 2.0), ("and", 2.5))
    assert whiteness([chunk, said]).sentence_delays == pytest.approx([2.0, 1.0])


def test_commits_without_times_have_no_delays() -> None:
    assert whiteness([CHUNK, committed(2, "It was.")]).sentence_delays == []


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        pytest.param(
            [
                partial(1, "one two three"),
                frame(1, "|one two", "|three"),
                partial(2, "one two three four"),
                frame(2, "|three", "|four"),
            ],
            2,
            id="words of a row that rolled off while it was grey",
        ),
        pytest.param(
            [
                partial(1, "one two"),
                frame(1, "|one two"),
                committed(2, "One two."),
                partial(2, "three"),
                frame(2, "|three"),
            ],
            2,
            id="words that are committed in the moment in which they leave were never white",
        ),
        pytest.param(
            [
                partial(1, "one too three"),
                frame(1, "|one too three"),
                partial(2, "one two three"),
                frame(2, "|one two three"),
            ],
            0,
            id="a word that is revised does not leave",
        ),
        pytest.param(
            [
                partial(1, "one too three"),
                frame(1, "|one too", "|three"),
                partial(2, "one two three four"),
                frame(2, "|three", "|four"),
            ],
            1,
            id="beside a word that was revised another may leave",
        ),
        pytest.param(
            [
                partial(1, "one two three"),
                frame(1, "one two", "|three"),
                partial(2, "one two three four"),
                frame(2, "|three", "|four"),
            ],
            0,
            id="white words may leave",
        ),
        pytest.param(
            [
                partial(1, "no no no"),
                frame(1, "|no no", "|no"),
                partial(2, "no no no no"),
                frame(2, "no no", "|no no"),
            ],
            0,
            id="words that are said again are told apart by their order",
        ),
        pytest.param(
            [
                partial(1, f"{HEAVEN} and were all going direct"),
                frame(1, HEAVEN, "|and were all going direct"),
                partial(2, f"{HEAVEN} and we were all going direct the other way"),
                frame(2, "|and we were all going direct", "|the other way"),
            ],
            0,
            id="a phrase that is repeated stays, although a white copy of it rolled off",
        ),
        pytest.param(
            [
                partial(1, f"{HEAVEN} and were all going direct"),
                frame(1, "were all going direct to| heaven", "|and were all going direct"),
                partial(2, f"{HEAVEN} and we were all going direct the other way"),
                frame(2, "|and we were all going direct", "|the other way"),
            ],
            1,
            id="a grey word that rolled off between repeated phrases is counted",
        ),
        pytest.param(
            [
                partial(1, f"{TIMES} of wisdom it"),
                frame(1, "times it was the worst", "of times it was the age of| wisdom it"),
                partial(2, f"{TIMES} of wisdom it was the age of"),
                frame(2, "of times it was the age of| wisdom it", "|was the age of"),
            ],
            0,
            id="words that are said again do not stand for words that rolled up",
        ),
        pytest.param(
            [
                partial(1, "one the two the three the"),
                frame(1, "|one the", "|two the"),
                partial(2, "one the two the three the four the"),
                frame(2, "one| the", "|two the"),
            ],
            0,
            id="words that wait below the screen do not stand for words on it",
        ),
        pytest.param(
            [
                partial(1, "as speech is almost which I"),
                frame(1, "as| speech is", "|almost which I"),
                partial(2, "as speeches transcribed almost which I"),
                frame(2, "as| speeches", "|transcribed almost"),
            ],
            0,
            id="words that a longer revision pushes below the screen have not left it",
        ),
        pytest.param(
            [
                partial(1, "no no no"),
                frame(1, "|no no", "|no"),
                partial(2, "no no no no no"),
                frame(2, "|no no"),
            ],
            3,
            id="new words come after those that left",
        ),
        pytest.param(
            [
                committed(1, "well " * 100),
                partial(1, f"{'well ' * 100} {TIMES}"),
                frame(1, f"|{TIMES}"),
                partial(2, f"{'well ' * 90} {TIMES} of"),
                frame(2, "|age of"),
            ],
            15,
            id="the last words of a long speech are compared, even if it becomes shorter",
        ),
        pytest.param(
            [
                partial(1, "no no yes no"),
                frame(1, "no| no", "|yes no"),
                partial(2, "no no yes no no"),
                frame(2, "|yes no", "|no"),
            ],
            1,
            id="a grey word that rolled off is counted although the word is said again",
        ),
        pytest.param(
            [
                {**partial(1, "one"), "lane": "you"},
                {**partial(1, "two"), "lane": "others"},
                frame(1, "You:| one", "Others:| two"),
                {**partial(2, "three"), "lane": "others"},
                frame(2, "Others:| three"),
            ],
            1,
            id="in several lanes, each word is looked for in all of them",
        ),
        pytest.param(
            [partial(1, "one"), frame(1, "|one"), frame(9)],
            1,
            id="a screen that is cleared takes its grey words with it",
        ),
    ],
)
def test_words_that_left_the_screen_grey_are_counted(lines: list[Line], count: int) -> None:
    assert whiteness([CHUNK, *lines]).left_grey == count
