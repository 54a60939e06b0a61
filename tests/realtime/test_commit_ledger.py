"""The account of what was sent, committed and answered."""

import asyncio

import pytest

from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    PartialTranscript,
    ServerMessage,
    SessionStarted,
    WireWord,
)
from captions.protocol.options import CommitStrategy, SessionOptions
from captions.realtime.commit_ledger import CommitLedger
from tests.conftest import on_loop
from tests.support.loop_turns import run_turns

MANUAL = SessionOptions()
MANUAL_TIMED = SessionOptions(include_timestamps=True)
MANUAL_LANGUAGE = SessionOptions(include_language_detection=True)
VAD = SessionOptions(commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7)
VAD_TIMED = SessionOptions(
    commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7, include_timestamps=True
)

ASKED = "asked"
"""A step: a commit is sent. A number is a step too: so many seconds of sound are sent."""
Step = float | str | ServerMessage


def plain(text: str = "so it is") -> CommittedTranscript:
    return CommittedTranscript(text)


def timed(*ends: float | None) -> CommittedTranscriptWithTimestamps:
    words = [WireWord("so", start=0.0, end=end) for end in ends]
    return CommittedTranscriptWithTimestamps("so", words=words)


class Patience:
    """Remembers how long each wait may take, and may have run out already."""

    def __init__(self, *, runs_out: bool = False) -> None:
        self.asked: list[float] = []
        self._runs_out = runs_out

    def timeout(self, seconds: float) -> asyncio.Timeout:
        self.asked.append(seconds)
        return asyncio.timeout(0 if self._runs_out else seconds)


def account(
    options: SessionOptions, *steps: Step, patience: Patience | None = None
) -> CommitLedger:
    commits = CommitLedger(options, timeout=(patience or Patience()).timeout)
    for step in steps:
        take(commits, step)
    return commits


def take(commits: CommitLedger, step: Step) -> None:
    if isinstance(step, float | int):
        commits.record_audio(step)
    elif isinstance(step, str):
        commits.record_commit()
    else:
        commits.record_message(step)


@pytest.mark.parametrize(
    ("options", "steps", "exact"),
    [
        pytest.param(MANUAL, (), True, id="with manual commits"),
        pytest.param(MANUAL_TIMED, (), True, id="with manual commits and timed copies"),
        pytest.param(VAD, (), False, id="not with the server's endpointing"),
        pytest.param(MANUAL, (34.9,), True, id="up to where the service commits by itself"),
        pytest.param(MANUAL, (34.9, 0.1), False, id="not from there on"),
        pytest.param(
            MANUAL, (30.0, ASKED, 30.0, ASKED, 30.0), True, id="if commits are frequent enough"
        ),
        pytest.param(
            MANUAL, (36.0, ASKED, 1.0, plain()), False, id="not even after the next commit"
        ),
    ],
)
def test_one_answer_to_each_commit_is_expected(
    options: SessionOptions, steps: tuple[Step, ...], exact: bool
) -> None:
    assert account(options, *steps).is_one_to_one is exact


@pytest.mark.parametrize(
    ("options", "steps", "silence"),
    [
        pytest.param(MANUAL, (), 0.0, id="none behind nothing"),
        pytest.param(MANUAL, (0.1,), 0.2, id="up to the least that is accepted"),
        pytest.param(MANUAL, (0.1, 0.1), 0.1, id="up to the least, with what was sent before"),
        pytest.param(MANUAL, (0.3,), 0.0, id="none behind the least"),
        pytest.param(MANUAL, (5.0,), 0.0, id="none behind more"),
        pytest.param(MANUAL, (5.0, ASKED), 0.0, id="none behind a commit"),
        pytest.param(MANUAL, (5.0, ASKED, 0.25), 0.05, id="up to the least behind a commit"),
        pytest.param(VAD, (), 0.0, id="none behind nothing with endpointing"),
        pytest.param(VAD, (5.0,), 1.2, id="with endpointing, enough to close a segment"),
        pytest.param(VAD, (5.0, plain()), 1.2, id="with endpointing, behind a commit too"),
    ],
)
def test_silence_is_sent_before_the_last_commit(
    options: SessionOptions, steps: tuple[Step, ...], silence: float
) -> None:
    assert account(options, *steps).closing_silence == pytest.approx(silence)


@pytest.mark.parametrize(
    ("options", "steps", "rest"),
    [
        pytest.param(MANUAL, (), False, id="nothing is left of nothing"),
        pytest.param(MANUAL, (0.01,), True, id="the least sound is left"),
        pytest.param(MANUAL, (1.0, ASKED), False, id="nothing is left behind a commit"),
        pytest.param(MANUAL, (1.0, ASKED, 1.0), True, id="sound behind a commit is left"),
        pytest.param(
            MANUAL, (1.0, ASKED, 1.0, plain()), True, id="the answer does not commit what follows"
        ),
        pytest.param(VAD, (1.0,), True, id="with endpointing too, sound is left"),
        pytest.param(VAD, (), False, id="with endpointing too, nothing is left of nothing"),
        pytest.param(VAD, (1.0, plain()), True, id="with endpointing, an answer need not cover it"),
        pytest.param(VAD, (1.0, timed(0.5)), True, id="with endpointing, nor a timed answer"),
        pytest.param(VAD, (1.0, PartialTranscript("so")), True, id="a partial commits nothing"),
        pytest.param(VAD, (1.0, plain(), 0.1), True, id="with endpointing, what follows is left"),
    ],
)
def test_what_was_sent_behind_the_last_commit_is_left_to_commit(
    options: SessionOptions, steps: tuple[Step, ...], rest: bool
) -> None:
    assert account(options, *steps).has_uncommitted is rest


@pytest.mark.parametrize(
    ("options", "steps", "until"),
    [
        pytest.param(MANUAL, (100.0,), 0.0, id="nowhere without an answer"),
        pytest.param(MANUAL, (5.0, plain()), 5.0, id="without times, to what was sent"),
        pytest.param(MANUAL, (100.0, plain()), 10.0, id="without times, not too far"),
        pytest.param(MANUAL, (100.0, plain(), plain()), 20.0, id="without times, on and on"),
        pytest.param(VAD, (100.0, plain("")), 36.0, id="without times, silence reaches further"),
        pytest.param(VAD, (36.0, plain("")), 0.0, id="without times, but only long silence"),
        pytest.param(MANUAL_TIMED, (100.0, timed(3.0, 4.5)), 4.5, id="to the last word"),
        pytest.param(MANUAL_TIMED, (100.0, timed(3.0, None)), 3.0, id="to the last timed word"),
        pytest.param(MANUAL_TIMED, (100.0, plain()), 0.0, id="a copy without times says nothing"),
        pytest.param(MANUAL_LANGUAGE, (100.0, plain()), 0.0, id="nor if times come for languages"),
        pytest.param(
            MANUAL_TIMED, (100.0, plain(), plain()), 10.0, id="without times if none ever come"
        ),
        pytest.param(
            MANUAL_TIMED,
            (100.0, timed(5.0), plain(), plain(), plain()),
            5.0,
            id="no further than the words if times have ever come",
        ),
        pytest.param(VAD_TIMED, (100.0, timed(9.0), timed()), 9.0, id="not back without words"),
        pytest.param(VAD_TIMED, (100.0, timed(9.0), timed(3.0)), 9.0, id="not back by a repeat"),
        pytest.param(VAD_TIMED, (36.0, plain(" ")), 0.0, id="silence of which little is left"),
        pytest.param(VAD_TIMED, (37.0, plain(" ")), 36.0, id="long silence, which was committed"),
        pytest.param(
            VAD_TIMED, (90.0, timed(60.0), plain("")), 60.0, id="silence not far behind a word"
        ),
        pytest.param(
            VAD_TIMED, (97.0, timed(60.0), plain("")), 96.0, id="long silence behind a word"
        ),
        pytest.param(MANUAL, (100.0, PartialTranscript("so")), 0.0, id="a partial answers nothing"),
    ],
)
def test_answers_reach_as_far_as_they_tell(
    options: SessionOptions, steps: tuple[Step, ...], until: float
) -> None:
    assert account(options, *steps).answered_seconds == pytest.approx(until)


def test_sound_is_counted_from_the_beginning_on() -> None:
    assert account(MANUAL, 1.0, ASKED, 2.0, plain(), 0.5).sent_seconds == pytest.approx(3.5)


class TestEveryAnswerCame:
    @pytest.mark.parametrize(
        ("options", "steps"),
        [
            pytest.param(MANUAL, (5.0,), id="no commit"),
            pytest.param(VAD, (5.0, plain()), id="no commit but the server's own"),
            pytest.param(MANUAL, (5.0, ASKED, plain("")), id="one answer to one commit"),
            pytest.param(
                MANUAL, (5.0, ASKED, 5.0, ASKED, plain(), plain()), id="two answers to two commits"
            ),
            pytest.param(MANUAL_TIMED, (5.0, ASKED, plain(), timed(3.0)), id="both copies"),
            pytest.param(MANUAL_TIMED, (5.0, ASKED, timed(3.0), plain()), id="the other way round"),
            pytest.param(
                MANUAL_LANGUAGE,
                (5.0, ASKED, CommittedTranscriptWithTimestamps("so", "en"), plain()),
                id="both, with a language and no words",
            ),
        ],
    )
    def test_nobody_waits(self, options: SessionOptions, steps: tuple[Step, ...]) -> None:
        patience = Patience()

        async def work() -> bool:
            return await account(options, *steps, patience=patience).wait_for_answers()

        assert on_loop(work())
        assert patience.asked == []

    @pytest.mark.parametrize(
        ("options", "steps", "missing"),
        [
            pytest.param(MANUAL, (5.0, ASKED), plain(), id="the answer"),
            pytest.param(MANUAL, (5.0, ASKED), plain(""), id="an answer of silence"),
            pytest.param(MANUAL, (5.0, ASKED, 5.0, ASKED, plain()), plain(), id="the second"),
            pytest.param(MANUAL_TIMED, (5.0, ASKED, plain()), timed(3.0), id="the timed copy"),
            pytest.param(MANUAL_TIMED, (5.0, ASKED, timed(3.0)), plain(), id="the plain copy"),
            pytest.param(
                MANUAL_TIMED,
                (5.0, ASKED, 5.0, ASKED, plain(), timed(3.0), plain()),
                timed(8.0),
                id="the second timed copy",
            ),
            pytest.param(MANUAL_TIMED, (5.0, ASKED, plain()), timed(), id="a copy without words"),
        ],
    )
    def test_what_is_missing_is_waited_for(
        self, options: SessionOptions, steps: tuple[Step, ...], missing: ServerMessage
    ) -> None:
        async def work() -> tuple[bool, bool]:
            commits = account(options, *steps)
            waiting = asyncio.create_task(commits.wait_for_answers())
            await run_turns()
            waited = not waiting.done()
            commits.record_message(missing)
            return waited, await waiting

        assert on_loop(work()) == (True, True)

    @pytest.mark.parametrize(
        ("sign", "asked"),
        [
            pytest.param(PartialTranscript("so"), [30.0], id="not by a partial"),
            pytest.param(SessionStarted(), [30.0], id="not by what has nothing to do with it"),
            pytest.param(plain(), [30.0, 30.0], id="by the answer to another commit"),
        ],
    )
    def test_patience_is_renewed_by_answers_alone(
        self, sign: ServerMessage, asked: list[float]
    ) -> None:
        patience = Patience()

        async def work() -> bool:
            commits = account(MANUAL, 5.0, ASKED, 5.0, ASKED, patience=patience)
            waiting = asyncio.create_task(commits.wait_for_answers())
            await run_turns()
            commits.record_message(sign)
            await run_turns()
            waits_on = not waiting.done()
            commits.record_message(plain())
            commits.record_message(plain())
            return waits_on and await waiting

        assert on_loop(work())
        assert patience.asked == asked


class TestAnswersThatDoNotCome:
    @pytest.mark.parametrize(
        ("options", "steps", "patience", "well"),
        [
            pytest.param(MANUAL, (5.0, ASKED), 30.0, False, id="no answer at all is no answer"),
            pytest.param(
                MANUAL,
                (5.0, ASKED, plain(), 5.0, ASKED),
                30.0,
                False,
                id="the answer to an earlier commit is none to this",
            ),
            pytest.param(
                MANUAL_TIMED, (5.0, ASKED, timed(3.0)), 30.0, False, id="a timed copy alone is none"
            ),
            pytest.param(
                MANUAL_TIMED, (5.0, ASKED, plain()), 1.0, True, id="the timed copy may be missing"
            ),
            pytest.param(
                VAD, (5.0, plain(), ASKED), 30.0, False, id="what came before the commit is none"
            ),
            pytest.param(
                VAD,
                (5.0, plain(""), ASKED),
                30.0,
                False,
                id="nor is an empty answer that came before it",
            ),
            pytest.param(
                VAD_TIMED,
                (5.0, ASKED, timed(3.0)),
                30.0,
                False,
                id="with endpointing a timed copy alone is none",
            ),
            pytest.param(
                VAD_TIMED,
                (11.2, ASKED, plain(), timed(10.0)),
                30.0,
                True,
                id="with endpointing an answer with words is not the last",
            ),
            pytest.param(
                VAD_TIMED,
                (11.2, ASKED, timed(10.0), plain("")),
                1.0,
                True,
                id="with endpointing an empty answer behind all sound is the last",
            ),
            pytest.param(
                VAD_TIMED,
                (10.5, ASKED, timed(10.0), plain(" ")),
                1.0,
                True,
                id="with endpointing less than a segment's silence is no sound",
            ),
            pytest.param(
                VAD_TIMED,
                (31.2, ASKED, timed(10.0), plain("")),
                6.0,
                True,
                id="with endpointing more may follow an empty answer if sound is left",
            ),
            pytest.param(
                VAD,
                (3.2, ASKED, 4.0, ASKED, plain("")),
                2.5,
                True,
                id="with endpointing one empty answer may be to two commits",
            ),
            pytest.param(
                VAD_TIMED,
                (500.0, ASKED, plain("")),
                9.75,
                True,
                id="nobody waits for more than one segment",
            ),
            pytest.param(
                MANUAL,
                (36.5, ASKED, plain("")),
                3.0,
                True,
                id="behind a commit that nobody asked for, manual ones are no better",
            ),
            pytest.param(
                MANUAL,
                (5.0, ASKED, 5.0, ASKED, plain()),
                30.0,
                False,
                id="one answer to two commits is not enough",
            ),
        ],
    )
    def test_waiting_ends(
        self,
        options: SessionOptions,
        steps: tuple[Step, ...],
        patience: float,
        well: bool,
    ) -> None:
        impatience = Patience(runs_out=True)

        async def work() -> bool:
            return await account(options, *steps, patience=impatience).wait_for_answers()

        assert on_loop(work()) is well
        assert impatience.asked == [pytest.approx(patience)]

    @pytest.mark.parametrize(
        ("answer", "seconds"),
        [
            pytest.param(plain(), 30.0, id="text"),
            pytest.param(plain(""), 1.0, id="silence"),
        ],
    )
    def test_with_endpointing_an_empty_answer_shortens_the_wait(
        self, answer: ServerMessage, seconds: float
    ) -> None:
        patience = Patience()

        async def work() -> None:
            commits = account(VAD_TIMED, 11.2, timed(10.0), ASKED, patience=patience)
            waiting = asyncio.create_task(commits.wait_for_answers())
            await run_turns()
            commits.record_message(answer)
            await run_turns()
            assert not waiting.done()
            waiting.cancel()
            await asyncio.wait([waiting])

        on_loop(work())
        assert patience.asked == [30.0, pytest.approx(seconds)]
