"""The status line: what is said of each state, and when nothing needs to be said."""

from dataclasses import replace

import pytest

from captions.events import (
    Committed,
    DeviceCondition,
    EngineChanged,
    EngineState,
    Event,
    Failed,
    PaceChanged,
    Partial,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
)
from captions.model.health.health import CaptionHealth
from captions.model.health.lane_health import SourceKind, WatchedLane
from captions.model.health.problem import (
    CLIPPING,
    MICROPHONE_MUTED,
    MICROPHONE_SILENT,
    SERVER_STALLED,
)
from captions.model.saved_transcript import Keeping
from captions.pcm import Level
from captions.wording.notifications.notices import format_notice
from captions.wording.status import Light, TrayState, compute_status
from tests.support.messages import said

MIC, COMPUTER = "mic", "system"
CHUNK = 0.1
TICK = 0.5
NOTHING, ROOM, LOUD = Level(-120, -120), Level(-50, -60), Level(0, -10)

HEARS = SourceChanged(SourceState.LISTENING, "USB microphone")
NONE = SourceChanged(SourceState.MISSING, detail=said("No microphone is there: plug one in."))
PAUSED = SourceChanged(SourceState.PAUSED)
READY = EngineChanged(EngineState.READY)
LISTENS = SessionChanged(SessionState.LISTENING)
LOST = SessionChanged(SessionState.RECONNECTING, said("Lost."), 2)

MIC_HEARS = SourceChanged(SourceState.LISTENING, "USB microphone", lane=MIC)
MIC_GONE = SourceChanged(SourceState.MISSING, detail=NONE.detail, lane=MIC)
MIC_LISTENS = SessionChanged(SessionState.LISTENING, lane=MIC)
MIC_LOST = SessionChanged(SessionState.RECONNECTING, said("Lost."), 2, MIC)
MIC_FAILED = SessionChanged(SessionState.FAILED, said("Refused."), lane=MIC)
COMPUTER_HEARS = SourceChanged(SourceState.LISTENING, "Speakers", lane=COMPUTER)
COMPUTER_GONE = SourceChanged(
    SourceState.MISSING, detail=said("Nothing can be played."), lane=COMPUTER
)
COMPUTER_LISTENS = SessionChanged(SessionState.LISTENING, lane=COMPUTER)
COMPUTER_LOST = SessionChanged(SessionState.RECONNECTING, said("Lost."), 1, COMPUTER)
COMPUTER_FAILED = SessionChanged(SessionState.FAILED, said("Refused."), lane=COMPUTER)
ALL_WELL: list[Event] = [MIC_HEARS, MIC_LISTENS, COMPUTER_HEARS, COMPUTER_LISTENS]


def one_lane() -> CaptionHealth:
    return CaptionHealth([WatchedLane("", SourceKind.MICROPHONE)], SERVER_STALLED)


def two_lanes() -> CaptionHealth:
    you, others = (MIC, SourceKind.MICROPHONE, "You"), (COMPUTER, SourceKind.COMPUTER, "Others")
    return CaptionHealth([WatchedLane(*you), WatchedLane(*others)], SERVER_STALLED)


def happen(health: CaptionHealth, events: list[Event]) -> CaptionHealth:
    for event in events:
        health.apply(event)
    return health


def hear(health: CaptionHealth, seconds: float, level: Level, *lanes: str) -> None:
    """Let sound come in, and somebody look at it every half second."""
    for index in range(1, round(seconds / CHUNK) + 1):
        for lane in lanes:
            health.record_level(lane, level, CHUNK)
        if index % round(TICK / CHUNK) == 0:
            health.poll_problems(index * CHUNK)


@pytest.mark.parametrize(
    ("events", "line", "light"),
    [
        pytest.param([], "Connecting…", "waiting", id="at the start"),
        pytest.param(
            [EngineChanged(EngineState.STARTING)],
            "Starting speech recognition…",
            "waiting",
            id="while the engine starts",
        ),
        pytest.param(
            [HEARS, READY, LISTENS],
            "Listening to USB microphone",
            "listening",
            id="before the first word",
        ),
        pytest.param(
            [SourceChanged(SourceState.LISTENING), LISTENS],
            "Listening",
            "listening",
            id="to what has no name",
        ),
        pytest.param([HEARS, READY, LISTENS, Partial("so")], "", "listening", id="words come"),
        pytest.param([HEARS, LISTENS, Committed("so")], "", "listening", id="words are committed"),
        pytest.param(
            [HEARS, LISTENS, Committed("")],
            "Listening to USB microphone",
            "listening",
            id="silence is committed",
        ),
        pytest.param(
            [NONE, READY, LISTENS], str(NONE.detail), "error", id="there is no microphone"
        ),
        pytest.param(
            [HEARS, LISTENS, Partial("so"), NONE], str(NONE.detail), "error", id="it was unplugged"
        ),
        pytest.param([NONE], str(NONE.detail), "error", id="there is no microphone at the start"),
        pytest.param(
            [HEARS, LISTENS, Partial("so"), PAUSED],
            "Captions are paused.",
            "waiting",
            id="it is paused",
        ),
        pytest.param([HEARS, PAUSED, LOST], "Captions are paused.", "waiting", id="cut in a pause"),
        pytest.param(
            [PAUSED, SessionChanged(SessionState.FAILED, said("Refused."))],
            "Refused.",
            "error",
            id="refused for good in a pause",
        ),
        pytest.param(
            [NONE, LISTENS, HEARS], "Listening to USB microphone", "listening", id="it came back"
        ),
        pytest.param(
            [HEARS, LISTENS, LOST],
            "Lost. Trying again in 2\u00a0s…",
            "waiting",
            id="the server was lost",
        ),
        pytest.param(
            [HEARS, SessionChanged(SessionState.RECONNECTING, said("Lost."), 0.25)],
            "Lost. Trying again…",
            "waiting",
            id="it is tried at once",
        ),
        pytest.param(
            [HEARS, LOST, SessionChanged(SessionState.CONNECTING)],
            "Connecting…",
            "waiting",
            id="the next try",
        ),
        pytest.param(
            [HEARS, SessionChanged(SessionState.FAILED, said("HTTP 401: sk-1"), kind="auth_error")],
            format_notice("auth_error"),
            "error",
            id="a refused key is said in our own words",
        ),
        pytest.param(
            [HEARS, SessionChanged(SessionState.FAILED, said("Refused."))],
            "Refused.",
            "error",
            id="the server refused for good",
        ),
        pytest.param(
            [EngineChanged(EngineState.FAILED, said("No model."))],
            "No model.",
            "error",
            id="no engine",
        ),
        pytest.param(
            [EngineChanged(EngineState.FAILED, said("No model.")), NONE, LOST],
            "No model.",
            "error",
            id="the engine before all else",
        ),
        pytest.param(
            [LISTENS, SourceChanged(SourceState.ENDED)], "", "waiting", id="the recording is over"
        ),
        pytest.param(
            [HEARS, LISTENS, SessionChanged(SessionState.ENDED)], "", "waiting", id="all is said"
        ),
        pytest.param(
            [HEARS, LISTENS, Partial("so"), Failed("gap")],
            "",
            "listening",
            id="what is only told once leaves the line alone",
        ),
    ],
)
def test_line_and_light(events: list[Event], line: str, light: Light) -> None:
    assert compute_status(happen(one_lane(), events))[:2] == (line, light)


@pytest.mark.parametrize(
    ("events", "shown"),
    [
        pytest.param([], "waiting", id="before anything happened"),
        pytest.param([HEARS, LISTENS], "listening", id="while it listens"),
        pytest.param([HEARS, LISTENS, LOST], "waiting", id="while it connects again"),
        pytest.param([HEARS, LISTENS, PAUSED], "paused", id="in a pause"),
        pytest.param([HEARS, LISTENS, PAUSED, HEARS], "listening", id="after a pause"),
        pytest.param([NONE, LISTENS], "error", id="while there is no microphone"),
        pytest.param(
            [PAUSED, SessionChanged(SessionState.FAILED, said("Refused."))],
            "error",
            id="refused for good",
        ),
    ],
)
def test_what_the_tray_shows(events: list[Event], shown: TrayState) -> None:
    assert compute_status(happen(one_lane(), events)).tray == shown


@pytest.mark.parametrize(
    ("events", "line", "light"),
    [
        pytest.param(
            ALL_WELL,
            "Listening to USB microphone and computer audio",
            "listening",
            id="before the first word",
        ),
        pytest.param([*ALL_WELL, Partial("so", COMPUTER)], "", "listening", id="one has words"),
        pytest.param(
            [MIC_HEARS, MIC_LISTENS, COMPUTER_LISTENS],
            "Listening to USB microphone",
            "waiting",
            id="only one is heard yet",
        ),
        pytest.param(
            [*ALL_WELL, MIC_GONE], f"You: {NONE.detail}", "error", id="one device is gone"
        ),
        pytest.param(
            [*ALL_WELL, COMPUTER_GONE],
            f"Others: {COMPUTER_GONE.detail}",
            "error",
            id="the other device is gone",
        ),
        pytest.param(
            [*ALL_WELL, COMPUTER_GONE, MIC_GONE],
            f"You: {NONE.detail}",
            "error",
            id="both are gone, each in its way",
        ),
        pytest.param(
            [MIC_GONE, SourceChanged(SourceState.MISSING, detail=NONE.detail, lane=COMPUTER)],
            str(NONE.detail),
            "error",
            id="both are gone for one reason",
        ),
        pytest.param(
            [*ALL_WELL, MIC_LOST],
            "You: Lost. Trying again in 2\u00a0s…",
            "waiting",
            id="one is cut",
        ),
        pytest.param(
            [*ALL_WELL, MIC_LOST, COMPUTER_LOST],
            "Lost. Trying again in 2\u00a0s…",
            "waiting",
            id="both are cut",
        ),
        pytest.param([*ALL_WELL[:3]], "Connecting…", "waiting", id="one connects"),
        pytest.param(
            [*ALL_WELL, COMPUTER_FAILED], "Others: Refused.", "error", id="one is refused"
        ),
        pytest.param(
            [*ALL_WELL, MIC_FAILED, COMPUTER_FAILED], "Refused.", "error", id="both are refused"
        ),
        pytest.param(
            [
                *ALL_WELL,
                SourceChanged(SourceState.PAUSED, lane=MIC),
                SourceChanged(SourceState.PAUSED, lane=COMPUTER),
            ],
            "Captions are paused.",
            "waiting",
            id="both are paused",
        ),
        pytest.param(
            [SourceChanged(SourceState.PAUSED, lane=MIC), COMPUTER_GONE],
            "Captions are paused.",
            "waiting",
            id="what is missing can wait in a pause",
        ),
    ],
)
def test_two_lanes_say_whose_state_it_is(events: list[Event], line: str, light: Light) -> None:
    assert compute_status(happen(two_lanes(), events))[:2] == (line, light)


@pytest.mark.parametrize(
    ("then", "line", "light"),
    [
        pytest.param([], format_notice(MICROPHONE_SILENT.kind), "error", id="it is told"),
        pytest.param([NONE], str(NONE.detail), "error", id="unplugged"),
        pytest.param([PAUSED], "Captions are paused.", "waiting", id="paused"),
        pytest.param(
            [LOST], format_notice(MICROPHONE_SILENT.kind), "error", id="before what heals by itself"
        ),
    ],
)
def test_a_grave_trouble_is_an_error(then: list[Event], line: str, light: Light) -> None:
    health = happen(one_lane(), [HEARS, LISTENS])
    hear(health, 11, NOTHING, "")
    assert compute_status(happen(health, then))[:2] == (line, light)


@pytest.mark.parametrize(
    ("then", "line"),
    [
        pytest.param([], format_notice(CLIPPING.kind), id="it is told"),
        pytest.param([Partial("so")], format_notice(CLIPPING.kind), id="also while words come"),
        pytest.param([LOST], "Lost. Trying again in 2\u00a0s…", id="behind what breaks captions"),
    ],
)
def test_another_trouble_is_no_error(then: list[Event], line: str) -> None:
    health = happen(one_lane(), [HEARS, LISTENS])
    hear(health, 5, LOUD, "")
    assert compute_status(happen(health, then))[:2] == (line, "waiting")


@pytest.mark.parametrize(
    ("engine", "line"),
    [
        (
            EngineChanged(EngineState.READY),
            (
                "Captions are late: this computer is too slow. Choose a faster recogniser in the "
                "settings, under Language and model, or close other programs."
            ),
        ),
        (
            None,
            (
                "Captions are late: the speech server is too slow. Ask the server's owner for a "
                "faster model, or choose another server in the settings, under Language and model."
            ),
        ),
    ],
)
def test_late_recognition_says_what_to_do_until_it_has_caught_up(
    engine: EngineChanged | None, line: str
) -> None:
    health = happen(one_lane(), [HEARS, LISTENS, Partial("so")])
    health.engine = engine
    for minutes in (0, 10):
        happen(health, [PaceChanged(is_behind=True)])
        health.poll_problems(minutes * 60.0)
        assert compute_status(health)[:2] == (line, "waiting")
    happen(health, [PaceChanged(is_behind=False)])
    health.poll_problems(602.0)
    assert compute_status(health)[:2] == ("", "listening")


def test_a_lane_that_is_muted_says_whose_it_is_and_then_no_more() -> None:
    health = happen(two_lanes(), [*ALL_WELL, Partial("so", COMPUTER)])
    health.apply(DeviceCondition(muted=True, lane=MIC))
    hear(health, 3, NOTHING, MIC)
    assert compute_status(health)[:2] == (f"You: {format_notice(MICROPHONE_MUTED.kind)}", "waiting")
    hear(health, 15, NOTHING, MIC)
    assert compute_status(health)[:2] == ("", "waiting")


def test_what_stands_still_for_all_lanes_is_nobodys_own() -> None:
    health = happen(two_lanes(), ALL_WELL)
    hear(health, 61, ROOM, MIC)
    assert compute_status(health)[:2] == (f"You: {format_notice(SERVER_STALLED.kind)}", "error")
    hear(health, 61, ROOM, COMPUTER)
    assert compute_status(health)[:2] == (format_notice(SERVER_STALLED.kind), "error")


@pytest.mark.parametrize(
    ("keeping", "events", "line", "kept"),
    [
        pytest.param(Keeping.NOTHING, [HEARS, LISTENS, Partial("so")], "", "", id="nothing"),
        pytest.param(
            Keeping.TEXT,
            [HEARS, LISTENS, Partial("so")],
            "",
            "The transcript is kept.",
            id="text while words come",
        ),
        pytest.param(
            Keeping.SOUND,
            [NONE, LISTENS],
            "No microphone is there: plug one in.",
            "The transcript and the audio are kept.",
            id="sound besides a problem",
        ),
        pytest.param(
            Keeping.TEXT, [HEARS, LISTENS, PAUSED], "Captions are paused.", "", id="a pause"
        ),
    ],
)
def test_the_status_says_what_is_kept(
    keeping: Keeping, events: list[Event], line: str, kept: str
) -> None:
    status = compute_status(happen(one_lane(), events), keeping)
    assert (status.line, status.keeping) == (line, kept)


def test_a_new_run_says_where_it_listens_and_what_it_keeps() -> None:
    device = SourceChanged(SourceState.LISTENING, "Desk microphone")
    status = compute_status(happen(one_lane(), [device, LISTENS]), Keeping.TEXT)
    assert status.line == "Listening to Desk microphone. The transcript is kept."


@pytest.mark.parametrize(
    ("receivers", "events", "line"),
    [
        pytest.param([], [HEARS, LISTENS, Partial("so")], "", id="nothing"),
        pytest.param(
            ["zoom"], [HEARS, LISTENS, Partial("so")], "Captions are sent to Zoom.", id="words"
        ),
        pytest.param(
            ["audience", "obs"],
            [HEARS, LISTENS, Partial("so")],
            "Captions are sent to the audience page and OBS Studio.",
            id="two outputs",
        ),
        pytest.param(
            ["zoom"],
            [HEARS, LISTENS],
            "Listening to USB microphone. Captions are sent to Zoom.",
            id="start",
        ),
        pytest.param(
            ["zoom"],
            [NONE, LISTENS],
            "No microphone is there: plug one in. Captions are sent to Zoom.",
            id="problem",
        ),
        pytest.param(["zoom"], [HEARS, LISTENS, PAUSED], "Captions are paused.", id="pause"),
    ],
)
def test_the_status_says_where_captions_are_sent_as_long_as_they_are(
    receivers: list[str], events: list[Event], line: str
) -> None:
    assert compute_status(happen(one_lane(), events), receivers=receivers).line == line


MONITOR = replace(COMPUTER_HEARS, name="Monitor of Built-in Audio Analog Stereo")


@pytest.mark.parametrize(
    ("events", "listening", "heard"),
    [
        ([], "", [False, False]),
        ([MIC_HEARS, MIC_LISTENS], "Listening to USB microphone", [True, False]),
        (
            [MIC_HEARS, MIC_LISTENS, MONITOR, COMPUTER_LISTENS],
            "Listening to USB microphone and computer audio",
            [True, True],
        ),
        (
            [MIC_HEARS, MIC_LISTENS, MONITOR, COMPUTER_LISTENS, Partial("so", lane=MIC)],
            "Listening to USB microphone and computer audio",
            [True, True],
        ),
    ],
    ids=["nothing yet", "one of them", "both", "both, and words come"],
)
def test_devices_are_named_as_the_user_knows_them(
    events: list[Event], listening: str, heard: list[bool]
) -> None:
    now = compute_status(happen(two_lanes(), events))
    assert now.listening == listening
    assert "Monitor of" not in str(now)
    assert [device.is_heard for device in now.devices] == heard
    assert [device.lane for device in now.devices] == [MIC, COMPUTER]
    assert now.devices[0].title in ("Microphone", "USB microphone")
    assert now.devices[1].title == "Computer audio"


@pytest.mark.parametrize(
    ("events", "paused", "tray"),
    [
        ([HEARS, LISTENS], False, "listening"),
        ([HEARS, LISTENS, PAUSED], True, "paused"),
        ([PAUSED, SessionChanged(SessionState.FAILED, said("Refused."))], True, "error"),
    ],
    ids=["it captions", "it is paused", "it is paused and was refused"],
)
def test_a_pause_is_known_whatever_else_is_wrong(
    events: list[Event], tray: TrayState, *, paused: bool
) -> None:
    now = compute_status(happen(one_lane(), events))
    assert (now.paused, now.tray) == (paused, tray)


@pytest.mark.parametrize(
    ("health", "line"),
    [
        (one_lane(), "Opening the microphone…"),
        (two_lanes(), "Opening the microphone… Opening computer audio…"),
    ],
    ids=["one lane", "two lanes"],
)
def test_a_source_that_was_switched_is_acknowledged_before_it_is_open(
    health: CaptionHealth, line: str
) -> None:
    for lane in health.lanes:
        health.apply(SessionChanged(SessionState.LISTENING, lane=lane))
    assert compute_status(health)[:2] == (line, "waiting")
