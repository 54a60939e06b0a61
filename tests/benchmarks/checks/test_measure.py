"""From traces written by hand to figures."""

from typing import Any

import pytest

from tests.benchmarks.measure import (
    Figures,
    Line,
    Usage,
    costs,
    first_voiced,
    measure,
    percentile,
    screens,
)

CHUNK = {"t": 0.1, "what": "chunk", "stream_time": 0.0, "seconds": 0.1}


def partial(t: float, text: str) -> Line:
    return {"t": t, "what": "event", "event": "partial", "text": text}


def committed(t: float, text: str) -> Line:
    return {"t": t, "what": "event", "event": "committed", "text": text}


def frame(t: float, *rows: str) -> Line:
    """Write a frame; in a row, the text after a bar is not committed."""
    told: list[Any] = []
    for row in rows:
        settled, _, guessed = row.partition("|")
        runs = [(settled, True), (guessed, False)]
        told.append([{"text": text, "settled": flag} for text, flag in runs if text])
    return {"t": t, "what": "frame", "rows": told}


@pytest.mark.parametrize(
    ("lines", "fates", "delays"),
    [
        pytest.param(
            [partial(1, "it was"), frame(1.01, "|it was")],
            ["painted"],
            [0.01],
            id="an event is shown by the next frame",
        ),
        pytest.param(
            [partial(1, "it"), partial(1.01, "it was"), frame(1.016, "|it was")],
            ["overtaken", "painted"],
            [0.016, 0.006],
            id="a guess that a newer one overtakes waits for the frame of the newer",
        ),
        pytest.param(
            [committed(1, "It was."), partial(1.001, "the"), frame(1.01, "It was.| the")],
            ["painted", "painted"],
            [0.01, 0.009],
            id="a commit is never overtaken",
        ),
        pytest.param(
            [
                partial(1, "it was"),
                frame(1.01, "|it was"),
                partial(2, "it was"),
                committed(3, "it was"),
                frame(3.02, "it was"),
                committed(4, ""),
                partial(9, "the"),
                frame(9.01, "it was| the"),
            ],
            ["painted", "unchanged", "painted", "unchanged", "painted"],
            [0.01, 0.02, 0.01],
            id="an event that changes nothing waits for no frame, and settling is a change",
        ),
        pytest.param(
            [
                committed(1, "one two three four"),
                frame(1.01, "one two", "three four"),
                partial(2, "five"),
                frame(2.01, "three four", "|five"),
                partial(3, "five"),
                partial(4, "five six"),
                frame(4.02, "three four", "|five six"),
            ],
            ["painted", "painted", "unchanged", "painted"],
            [0.01, 0.01, 0.02],
            id="words that rolled off the screen are not waited for",
        ),
        pytest.param(
            [
                partial(1, "the"),
                frame(1.01, "|the"),
                partial(2, "the cat saw the"),
                frame(2.03, "|the cat saw the"),
            ],
            ["painted", "painted"],
            [0.01, 0.03],
            id="a longer guess that ends like the one on screen is a change",
        ),
        pytest.param(
            [
                partial(1, "it was"),
                frame(1.01, "|it was"),
                frame(9),
                committed(10, "it was"),
                partial(12, "the"),
                frame(12.02, "|the"),
            ],
            ["painted", "unchanged", "painted"],
            [0.01, 0.02],
            id="words that were cleared from the screen do not come back",
        ),
        pytest.param(
            [partial(1, "it was"), frame(1.01, "|it was"), partial(2, ""), frame(2.02)],
            ["painted", "painted"],
            [0.01, 0.02],
            id="a guess that is taken back is a change",
        ),
        pytest.param(
            [partial(1, "abcdef"), frame(1.01, "|abc", "|def"), committed(2, "x")],
            ["painted", "missing"],
            [0.01],
            id="a word may be broken, and an event without a frame is missing",
        ),
        pytest.param(
            [
                partial(1, "one two"),
                frame(1.01, "|one", "|two"),
                partial(2, "one two three"),
                partial(3, "one two three four"),
                frame(3.01, "one", "|two"),
                partial(4, "one two three four five"),
                frame(5, "|two", "|three four five"),
            ],
            ["painted", "overtaken", "overtaken", "painted"],
            [0.01],
            id="events are held while rows with grey words may not leave",
        ),
        pytest.param(
            [
                partial(1, "one two"),
                frame(1.01, "one| two"),
                committed(2, "one two"),
                frame(2.02, "one two"),
            ],
            ["painted", "painted"],
            [0.01, 0.02],
            id="words may be white before they are committed, and must be afterwards",
        ),
        pytest.param(
            [partial(1, "it was"), frame(1.01, "|something else")],
            ["missing"],
            [],
            id="a frame that shows something else does not count",
        ),
    ],
)
def test_events_find_their_frames(lines: list[Line], fates: list[str], delays: list[float]) -> None:
    figures = measure([CHUNK, *lines])
    assert [item.fate for item in figures.speech] == fates
    assert figures.paint_delays == pytest.approx(delays)
    assert figures.unpainted == fates.count("missing")


def test_events_that_wait_for_rows_to_leave_are_told_apart() -> None:
    lines = [
        partial(1, "one two"),
        frame(1.01, "|one", "|two"),
        partial(2, "one two three"),
        frame(2.01, "one", "|two"),
        frame(3, "|two", "|three"),
    ]
    figures = measure([CHUNK, *lines])
    assert figures.held_delays == pytest.approx([1])
    assert figures.paint_delays == pytest.approx([0.01])


def test_sound_begins_where_the_most_punctual_chunk_says() -> None:
    late = {"t": 5.35, "what": "chunk", "stream_time": 0.0, "seconds": 0.1}
    punctual = {"t": 5.4, "what": "chunk", "stream_time": 0.1, "seconds": 0.1}
    figures = measure([late, punctual])
    assert figures.sound_start == pytest.approx(5.2)
    assert figures.sound_seconds == pytest.approx(0.2)


def test_a_trace_without_sound_is_refused() -> None:
    with pytest.raises(ValueError, match="no sound"):
        measure([partial(1, "it")])


def test_first_words_and_the_listening_server_are_noted_once() -> None:
    listening = {"what": "state", "part": "session", "state": "listening"}
    lines = [CHUNK, {**listening, "t": 0.5}, frame(0.6), frame(0.8, "|it"), frame(1, "it")]
    figures = measure([*lines, {**listening, "t": 7}])
    assert figures.first_words == 0.8
    assert figures.listening == 0.5


def test_what_was_on_screen_is_timed_by_its_frames_since_the_first_sample() -> None:
    chunk = {"t": 10.1, "what": "chunk", "stream_time": 0.0, "seconds": 0.1}
    lines = [
        partial(11, "it"),
        partial(11.01, "it was"),
        frame(11.02, "|it was"),
        committed(12, "It was."),
        frame(12.01, "It was."),
        committed(13, ""),
        partial(14, "never painted"),
    ]
    seen = screens(measure([chunk, *lines]))
    assert [(item["kind"], item["text"]) for item in seen] == [
        ("partial", "it was"),
        ("commit", "It was."),
        ("commit", ""),
    ]
    assert [item["t"] for item in seen] == pytest.approx([1.02, 2.01, 3])


def test_processor_time_counts_from_when_the_server_listens() -> None:
    figures = Figures(0.0, 10.0, listening=1.5)
    usage = [
        Usage(1, 0.5, None, 100, None),
        Usage(2, 0.7, 2.0, 120, 200),
        Usage(12, 1.6, 5.0, 110, 210),
        Usage(13, 1.6, None, 110, None),
    ]
    ui, engine = costs(usage, figures)
    assert ui.cpu == pytest.approx(0.1)
    assert engine.cpu == pytest.approx(0.3)
    assert (ui.peak_mb, engine.peak_mb) == (120, 210)


def test_processes_that_nobody_looked_at_have_no_costs() -> None:
    for cost in costs([], Figures(0.0, 10.0, listening=1.0)):
        assert (cost.cpu, cost.peak_mb) == (None, None)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        pytest.param([], 50, None, id="nothing has no median"),
        pytest.param([3.0], 99, 3.0, id="one value is all of them"),
        pytest.param([4.0, 1.0, 2.0], 50, 2.0, id="the median is the one in the middle"),
        pytest.param([0.0, 10.0], 95, 9.5, id="between neighbours it is in proportion"),
    ],
)
def test_percentiles(values: list[float], share: float, expected: float | None) -> None:
    assert percentile(values, share) == expected


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        pytest.param([0.1, 0.9, 0.1, 0.6, 0.9, 0.8], 0.3, id="one loud frame is no speech"),
        pytest.param([0.9, 0.9], None, id="two are not enough"),
        pytest.param([0.9, 0.9, 0.9, 0.1], 0.0, id="speech may begin at once"),
    ],
)
def test_where_speech_begins(probabilities: list[float], expected: float | None) -> None:
    assert first_voiced(probabilities, 0.1) == (
        expected if expected is None else pytest.approx(expected)
    )
