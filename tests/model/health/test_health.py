"""The watchdog: what is wrong is found, told once, mended where it can be, and over when it is."""

from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.events import (
    Committed,
    DeviceCondition,
    EngineChanged,
    EngineState,
    Event,
    Failed,
    Gap,
    PaceChanged,
    Partial,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
)
from captions.messages.message import Message
from captions.model.health.health import CaptionHealth, LaneProblem, ProblemStarted
from captions.model.health.lane_health import SourceKind, WatchedLane
from captions.model.health.problem import (
    CLIPPING,
    COMPUTER_MUTED,
    COMPUTER_SILENT,
    ENGINE_BEHIND,
    ENGINE_STALLED,
    MICROPHONE_MUTED,
    MICROPHONE_SILENT,
    NO_WORDS,
    PROBLEMS,
    SERVER_BEHIND,
    SERVER_STALLED,
    Problem,
    Remedy,
)
from captions.pcm import Level
from tests.support.messages import said

CHUNK = 0.1
TICK = 0.5
MIC, COMPUTER = "mic", "system"
NOTHING, ROOM, FAINT = Level(-120, -120), Level(-50, -60), Level(-70, -80)
VOICE, LOUD, PAUSE = Level(-10, -20), Level(0, -10), Level(-50, -60)

HEARS = SourceChanged(SourceState.LISTENING, "USB microphone")
ANOTHER = SourceChanged(SourceState.LISTENING, "Webcam")
OPENING = SourceChanged(SourceState.OPENING)
GONE = SourceChanged(SourceState.MISSING, detail=Message("microphone_missing"))
PAUSED = SourceChanged(SourceState.PAUSED)
LISTENS = SessionChanged(SessionState.LISTENING)
STARTS, READY = EngineChanged(EngineState.STARTING), EngineChanged(EngineState.READY)
CUT = SessionChanged(SessionState.RECONNECTING, said("Lost."), 2)
MUTED, TURNED_DOWN, FREE = (
    DeviceCondition(muted=True),
    DeviceCondition(volume=0.0),
    DeviceCondition(False, 0.5),
)
PLAYS, STOPS = DeviceCondition(plays=True), DeviceCondition(plays=False)


class Sound(NamedTuple):
    """The same for a while."""

    levels: tuple[Level, ...]
    seconds: float


def sound(seconds: float, *levels: Level) -> Sound:
    return Sound(levels, seconds)


def speech(seconds: float) -> Sound:
    """Syllables, and as much time between them."""
    return sound(seconds, VOICE, VOICE, VOICE, PAUSE, PAUSE)


Input = Event | Sound


class Watch:
    """Lets time pass: chunks come, and every half second somebody looks."""

    def __init__(self, *lanes: WatchedLane, stalled: Problem | None = ENGINE_STALLED) -> None:
        self.health = CaptionHealth(lanes, stalled)
        self._names = [lane.name for lane in lanes]
        self._now = 1000.0
        self.news: list[ProblemStarted] = []
        self.notified: list[tuple[str, float]] = []
        """Each kind of trouble that was notified, and when."""

    def happen(self, *inputs: Input, lane: str = "") -> None:
        for item in inputs:
            match item:
                case Sound(levels, seconds):
                    self._hear(levels, seconds, lane)
                case DeviceCondition():
                    self.health.apply(replace(item, lane=lane))
                case _:
                    self.health.apply(item)

    @property
    def troubles(self) -> list[Problem]:
        return [finding.problem for finding in self.health.active_problems]

    @property
    def told(self) -> list[str]:
        return [news.failure.kind for news in self.news if news.failure is not None]

    @property
    def remedies(self) -> list[Remedy]:
        return [news.remedy for news in self.news if news.remedy is not Remedy.NONE]

    def _hear(self, levels: tuple[Level, ...], seconds: float, lane: str) -> None:
        for index in range(round(seconds / CHUNK)):
            self.health.record_level(lane, levels[index % len(levels)], CHUNK)
            if (index + 1) % round(TICK / CHUNK) == 0:
                self.tick()

    def tick(self) -> None:
        self._now += TICK
        news = self.health.poll_problems(self._now)
        if news is not None:
            self.news.append(news)
            if news.failure is not None:
                self.notified.append((news.failure.kind, self._now))


def microphone() -> Watch:
    watch = Watch(WatchedLane("", SourceKind.MICROPHONE))
    watch.happen(HEARS, LISTENS)
    return watch


def computer() -> Watch:
    watch = Watch(WatchedLane("", SourceKind.COMPUTER))
    watch.happen(HEARS, LISTENS)
    return watch


def both() -> Watch:
    watch = Watch(
        WatchedLane(MIC, SourceKind.MICROPHONE, "You"),
        WatchedLane(COMPUTER, SourceKind.COMPUTER, "Others"),
    )
    for lane in (MIC, COMPUTER):
        watch.happen(
            SourceChanged(SourceState.LISTENING, lane, lane=lane),
            SessionChanged(SessionState.LISTENING, lane=lane),
        )
    return watch


@pytest.mark.parametrize(
    ("inputs", "troubles"),
    [
        pytest.param([sound(40, ROOM)], [], id="nobody speaks"),
        pytest.param([sound(9, NOTHING)], [], id="it may be slow to begin"),
        pytest.param([sound(11, NOTHING)], [MICROPHONE_SILENT], id="only zeros"),
        pytest.param([sound(11, NOTHING), sound(2, ROOM)], [], id="it sounds again"),
        pytest.param([sound(30, FAINT)], [], id="a quiet room"),
        pytest.param([MUTED, sound(2, NOTHING)], [MICROPHONE_MUTED], id="muted"),
        pytest.param([TURNED_DOWN, sound(2, NOTHING)], [MICROPHONE_MUTED], id="at volume zero"),
        pytest.param([MUTED, sound(40, NOTHING)], [MICROPHONE_MUTED], id="muted for long"),
        pytest.param([MUTED, sound(20, ROOM)], [], id="it sounds all the same"),
        pytest.param([MUTED, sound(40, NOTHING), FREE, sound(2, ROOM)], [], id="unmuted"),
        pytest.param(
            [MUTED, sound(40, NOTHING), FREE, sound(9, NOTHING)], [], id="slow to be unmuted"
        ),
        pytest.param(
            [sound(1, ROOM), MUTED, sound(40, NOTHING), sound(1, ROOM), FREE, sound(11, NOTHING)],
            [MICROPHONE_SILENT],
            id="having been muted is no noise gate",
        ),
        pytest.param([PLAYS, sound(11, NOTHING)], [MICROPHONE_SILENT], id="whatever plays"),
        pytest.param([sound(11, NOTHING), PAUSED], [], id="paused"),
        pytest.param([sound(11, NOTHING), GONE], [], id="it is gone, which it tells itself"),
        pytest.param([sound(11, NOTHING), GONE, HEARS, sound(9, NOTHING)], [], id="back again"),
        pytest.param([sound(11, NOTHING), ANOTHER, sound(2, NOTHING)], [], id="another one"),
        pytest.param(
            [sound(11, NOTHING), OPENING, HEARS], [MICROPHONE_SILENT], id="only opened again"
        ),
        pytest.param([sound(4, LOUD)], [CLIPPING], id="far too loud"),
        pytest.param([sound(4, LOUD), sound(9, ROOM)], [], id="turned down"),
        pytest.param([speech(30)], [NO_WORDS], id="speech without words"),
        pytest.param([speech(10), Partial("so")] * 5, [], id="words come"),
        pytest.param([speech(10), Committed("so")] * 5, [], id="words are committed"),
        pytest.param([speech(10), Committed("")] * 3, [NO_WORDS], id="commits hold no words"),
        pytest.param([speech(30), Partial("so"), sound(2, ROOM)], [], id="words come after all"),
        pytest.param([speech(30), sound(70, ROOM)], [ENGINE_STALLED], id="no answer at all"),
        pytest.param([speech(3), sound(50, ROOM)], [], id="it is only quiet for a while"),
        pytest.param([sound(36, ROOM), Committed("")] * 4, [], id="silence is committed"),
        pytest.param([sound(36, ROOM), Partial("")] * 2, [ENGINE_STALLED], id="a guess taken back"),
        pytest.param(
            [MUTED, sound(200, NOTHING)], [MICROPHONE_MUTED], id="nobody answers to zeros"
        ),
        pytest.param([CUT, speech(90)], [], id="there is nobody to answer"),
        pytest.param([sound(50, ROOM), CUT, LISTENS, sound(50, ROOM)], [], id="connected again"),
        pytest.param([sound(50, ROOM), PAUSED, HEARS, sound(50, ROOM)], [], id="after a pause"),
        pytest.param([Gap(0, 3), Failed("gap")], [], id="what is told already"),
    ],
)
def test_what_is_wrong_with_a_microphone(inputs: list[Input], troubles: list[Problem]) -> None:
    watch = microphone()
    watch.happen(*inputs)
    assert watch.troubles == troubles


@pytest.mark.parametrize(
    ("inputs", "troubles"),
    [
        pytest.param([sound(60, NOTHING)], [], id="nothing is known to play"),
        pytest.param([STOPS, sound(60, NOTHING)], [], id="nothing plays"),
        pytest.param([PLAYS, sound(11, NOTHING)], [COMPUTER_SILENT], id="nothing is heard of it"),
        pytest.param([PLAYS, sound(11, FAINT)], [COMPUTER_SILENT], id="next to nothing is"),
        pytest.param([PLAYS, sound(11, ROOM)], [], id="it is heard"),
        pytest.param([PLAYS, sound(11, NOTHING), STOPS, sound(2, NOTHING)], [], id="it stops"),
        pytest.param([STOPS, sound(60, NOTHING), PLAYS, sound(9, NOTHING)], [], id="it begins"),
        pytest.param(
            [DeviceCondition(muted=True, plays=True), sound(3, NOTHING)],
            [COMPUTER_MUTED],
            id="muted",
        ),
        pytest.param(
            [DeviceCondition(muted=True, plays=False), sound(30, NOTHING)],
            [],
            id="muted, nothing plays",
        ),
        pytest.param([sound(5, LOUD)], [], id="music is loud"),
    ],
)
def test_what_is_wrong_with_what_the_computer_plays(
    inputs: list[Input], troubles: list[Problem]
) -> None:
    watch = computer()
    watch.happen(*inputs)
    assert watch.troubles == troubles


def test_a_recording_may_be_silent_and_loud() -> None:
    watch = Watch(WatchedLane("", SourceKind.RECORDING))
    watch.happen(HEARS, LISTENS, sound(30, NOTHING), sound(10, LOUD))
    assert watch.troubles == []


@pytest.mark.parametrize(
    ("stalled", "engine", "troubles", "remedies"),
    [
        pytest.param(
            ENGINE_STALLED,
            [EngineChanged(EngineState.READY)],
            [ENGINE_STALLED],
            [Remedy.RESTART_ENGINE],
            id="the app's own engine is started again",
        ),
        pytest.param(SERVER_STALLED, [], [SERVER_STALLED], [], id="another server is told of"),
        pytest.param(None, [], [], [], id="one that need not answer is left alone"),
    ],
)
def test_sound_without_an_answer(
    stalled: Problem | None,
    engine: list[Event],
    troubles: list[Problem],
    remedies: list[Remedy],
) -> None:
    watch = Watch(WatchedLane("", SourceKind.MICROPHONE), stalled=stalled)
    watch.happen(*engine, HEARS, LISTENS, sound(61, ROOM))
    assert (watch.troubles, watch.remedies) == (troubles, remedies)
    assert watch.told == [trouble.kind for trouble in troubles]


def test_an_engine_is_started_again_once_for_all_lanes_and_again_if_that_was_no_help() -> None:
    watch = both()
    for _ in range(2):
        for _ in range(700):  # 70 s
            watch.health.record_level(MIC, ROOM, CHUNK)
            watch.health.record_level(COMPUTER, ROOM, CHUNK)
            watch.tick()
        assert watch.troubles == [ENGINE_STALLED] * 2
        watch.happen(
            *[replace(event, lane=lane) for lane in (MIC, COMPUTER) for event in (CUT, LISTENS)]
        )
        watch.tick()
        watch.tick()
        assert watch.troubles == []
    assert watch.remedies == [Remedy.RESTART_ENGINE] * 2


@pytest.mark.parametrize(
    ("inputs", "troubles"),
    [
        pytest.param([sound(12, ROOM)], [], id="it may take a while"),
        pytest.param([sound(16, ROOM)], [ENGINE_STALLED], id="no connection is to be had"),
        pytest.param([sound(16, ROOM), LISTENS], [], id="then there is one"),
        pytest.param([sound(12, ROOM), LISTENS, CUT, sound(12, ROOM)], [], id="now and then"),
        pytest.param([STARTS, sound(20, ROOM)], [], id="it is started again"),
        pytest.param([STARTS, sound(20, ROOM), READY, sound(12, ROOM)], [], id="it has started"),
        pytest.param([GONE, sound(20, ROOM)], [], id="nothing is heard"),
    ],
)
def test_an_engine_that_runs_and_is_not_reached_is_started_again(
    inputs: list[Input], troubles: list[Problem]
) -> None:
    watch = microphone()
    watch.happen(READY, CUT, *inputs, sound(2, ROOM))
    assert watch.troubles == troubles
    assert (watch.remedies == [Remedy.RESTART_ENGINE]) is (sound(16, ROOM) in inputs)


@pytest.mark.parametrize(
    ("inputs", "remedies"),
    [
        pytest.param([sound(30, NOTHING)], [], id="it never sounded"),
        pytest.param([sound(1, ROOM), sound(60, NOTHING)], [Remedy.REOPEN], id="it went silent"),
        pytest.param(
            [sound(1, ROOM), sound(11, NOTHING), OPENING, HEARS, sound(60, NOTHING)],
            [Remedy.REOPEN],
            id="opening it again was no help",
        ),
        pytest.param(
            [
                sound(1, ROOM),
                sound(11, NOTHING),
                OPENING,
                HEARS,
                sound(1, ROOM),
                sound(11, NOTHING),
            ],
            [Remedy.REOPEN] * 2,
            id="opening it again helped for a while",
        ),
        pytest.param([sound(1, ROOM), MUTED, sound(60, NOTHING)], [], id="it is muted"),
    ],
)
def test_a_device_that_went_silent_is_opened_again_once(
    inputs: list[Input], remedies: list[Remedy]
) -> None:
    watch = microphone()
    watch.happen(*inputs)
    assert watch.remedies == remedies


def test_what_is_grave_is_told_with_what_to_do() -> None:
    watch = microphone()
    watch.happen(sound(30, NOTHING))
    assert watch.news == [
        ProblemStarted(
            LaneProblem(MICROPHONE_SILENT, ""),
            Failed("microphone_silent"),
            Remedy.NONE,
        )
    ]


def test_nobody_is_called_for_what_may_be_meant() -> None:
    watch = microphone()
    watch.happen(MUTED, sound(30, NOTHING), FREE, speech(30), sound(5, LOUD))
    assert [news.lane_problem.problem for news in watch.news] == [
        MICROPHONE_MUTED,
        NO_WORDS,
        CLIPPING,
    ]
    assert watch.told == []


def test_the_same_is_told_again_after_a_minute() -> None:
    watch = microphone()
    watch.happen(sound(11, NOTHING), GONE, HEARS, sound(11, NOTHING))
    assert len(watch.news) == 2
    assert watch.told == [MICROPHONE_SILENT.kind]
    watch.happen(GONE, HEARS, sound(40, ROOM), Committed(""), sound(11, ROOM), sound(60, NOTHING))
    assert watch.told == [MICROPHONE_SILENT.kind] * 2


def test_a_trouble_that_is_gone_for_an_instant_is_not_over() -> None:
    watch = microphone()
    watch.happen(MUTED, sound(3, NOTHING), FREE, sound(0.5, NOTHING))
    assert watch.troubles == [MICROPHONE_MUTED]
    watch.happen(sound(0.5, NOTHING))
    assert watch.troubles == []


def test_a_lane_that_is_muted_is_mentioned_while_the_other_is_well() -> None:
    watch = both()
    watch.happen(MUTED, sound(3, NOTHING), lane=MIC)
    assert watch.health.displayed_problems == [LaneProblem(MICROPHONE_MUTED, MIC)]
    watch.happen(sound(15, NOTHING), lane=MIC)
    assert watch.health.displayed_problems == []
    assert watch.health.active_problems == [LaneProblem(MICROPHONE_MUTED, MIC)]
    watch.happen(SourceChanged(SourceState.MISSING, detail=said("Gone."), lane=COMPUTER))
    assert watch.health.displayed_problems == [LaneProblem(MICROPHONE_MUTED, MIC)]


def test_a_lane_that_gives_nothing_is_spoken_of_for_a_minute_while_the_other_is_well() -> None:
    watch = both()
    watch.happen(sound(60, NOTHING), lane=MIC)
    assert watch.health.displayed_problems == [LaneProblem(MICROPHONE_SILENT, MIC)]
    watch.happen(sound(15, NOTHING), lane=MIC)
    assert watch.health.displayed_problems == []
    assert watch.health.active_problems == [LaneProblem(MICROPHONE_SILENT, MIC)]


def test_the_first_broken_link_comes_first() -> None:
    watch = both()
    for _ in range(3):
        watch.happen(speech(30), Committed("", lane=COMPUTER), lane=COMPUTER)
    watch.happen(sound(11, NOTHING), lane=MIC)
    assert watch.health.active_problems == [
        LaneProblem(MICROPHONE_SILENT, MIC),
        LaneProblem(NO_WORDS, COMPUTER),
    ]


def test_words_of_one_lane_are_no_answer_in_the_other() -> None:
    watch = both()
    for _ in range(7):
        watch.happen(speech(10), Partial("so", COMPUTER), lane=MIC)
    assert watch.troubles == [ENGINE_STALLED]


BEHIND, CAUGHT_UP = PaceChanged(is_behind=True), PaceChanged(is_behind=False)


@pytest.mark.parametrize(
    ("inputs", "troubles"),
    [
        pytest.param([READY, BEHIND], [ENGINE_BEHIND], id="this computer is too slow"),
        pytest.param([BEHIND], [SERVER_BEHIND], id="another server is too slow"),
        pytest.param(
            [READY, BEHIND, sound(50, ROOM), Committed("so")], [ENGINE_BEHIND], id="still"
        ),
        pytest.param([READY, BEHIND, sound(1, ROOM), CAUGHT_UP], [], id="it has caught up"),
        pytest.param([READY, BEHIND, sound(1, ROOM), CUT], [], id="the connection is lost"),
        pytest.param([READY, BEHIND, sound(1, ROOM), CUT, LISTENS], [], id="connected again"),
        pytest.param([READY, BEHIND, PAUSED], [], id="paused"),
        pytest.param([READY, BEHIND, speech(36)], [ENGINE_BEHIND, NO_WORDS], id="no words yet"),
    ],
)
def test_late_recognition_is_a_trouble_until_it_has_caught_up(
    inputs: list[Input], troubles: list[Problem]
) -> None:
    watch = microphone()
    watch.happen(*inputs, sound(2, ROOM))
    assert watch.troubles == troubles
    assert not watch.notified


def test_every_trouble_has_its_place() -> None:
    assert len({trouble.kind for trouble in PROBLEMS}) == len(PROBLEMS)


INPUTS: st.SearchStrategy[list[Input]] = st.lists(
    st.one_of(
        st.sampled_from([HEARS, ANOTHER, OPENING, GONE, PAUSED, LISTENS, CUT]),
        st.sampled_from([Partial("so"), Partial(""), Committed("so"), Committed("")]),
        st.sampled_from([MUTED, TURNED_DOWN, FREE, PLAYS, STOPS]),
        st.builds(
            sound, st.sampled_from([1, 12, 70]), st.sampled_from([NOTHING, FAINT, ROOM, LOUD])
        ),
        st.sampled_from([speech(5), speech(40)]),
    ),
    max_size=15,
)
WATCHED = st.sampled_from(list(SourceKind))


@given(WATCHED, INPUTS)
def test_nothing_is_told_twice_within_a_minute(hears: SourceKind, inputs: list[Input]) -> None:
    watch = Watch(WatchedLane("", hears))
    watch.happen(*inputs)
    last: dict[str, float] = {}
    for kind, moment in watch.notified:
        assert moment - last.get(kind, -60.0) >= 60
        last[kind] = moment


@given(WATCHED, INPUTS)
def test_whatever_was_wrong_it_is_over_when_all_is_well(
    hears: SourceKind, inputs: list[Input]
) -> None:
    watch = Watch(WatchedLane("", hears))
    watch.happen(*inputs)
    said: list[Input] = [speech(5), Partial("so"), Committed("So.")]
    watch.happen(HEARS, LISTENS, FREE, *said * 4)
    assert watch.troubles == []


@given(WATCHED, INPUTS)
def test_what_is_shown_changes_by_what_is_told_of(hears: SourceKind, inputs: list[Input]) -> None:
    watch = Watch(WatchedLane("", hears))
    watch.happen(HEARS, LISTENS)
    for item in inputs:
        before = set(watch.health._active)
        watch.news.clear()
        watch.happen(item)
        begun = {news.lane_problem for news in watch.news}
        assert set(watch.health._active) <= before | begun
        assert all(
            news.remedy in (Remedy.NONE, news.lane_problem.problem.remedy) for news in watch.news
        )
