"""The status line: what is said of each state, and when nothing needs to be said."""

import pytest

from captions.events import (
    Committed,
    EngineChanged,
    EngineState,
    Event,
    Failed,
    Partial,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
)
from captions.ui.status import Status

HEARS = SourceChanged(SourceState.LISTENING, "USB microphone")
NONE = SourceChanged(SourceState.MISSING, "No microphone is there: plug one in.")
READY = EngineChanged(EngineState.READY)
LISTENS = SessionChanged(SessionState.LISTENING)


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
        pytest.param([HEARS, READY, LISTENS, Partial("so")], "", "listening", id="words come"),
        pytest.param([HEARS, LISTENS, Committed("so")], "", "listening", id="words are committed"),
        pytest.param([NONE, READY, LISTENS], NONE.detail, "error", id="there is no microphone"),
        pytest.param(
            [HEARS, LISTENS, Partial("so"), NONE], NONE.detail, "error", id="it was unplugged"
        ),
        pytest.param(
            [HEARS, LISTENS, Partial("so"), SourceChanged(SourceState.PAUSED)],
            "Paused: nothing is heard.",
            "waiting",
            id="it is paused",
        ),
        pytest.param(
            [NONE, LISTENS, HEARS], "Listening to USB microphone", "listening", id="it came back"
        ),
        pytest.param(
            [HEARS, LISTENS, SessionChanged(SessionState.RECONNECTING, "Lost.", 2)],
            "Lost. Trying again in 2 s…",
            "waiting",
            id="the server was lost",
        ),
        pytest.param(
            [HEARS, SessionChanged(SessionState.FAILED, "Refused.")],
            "Refused.",
            "error",
            id="the server refused for good",
        ),
        pytest.param(
            [EngineChanged(EngineState.FAILED, "No model.")], "No model.", "error", id="no engine"
        ),
        pytest.param(
            [LISTENS, SourceChanged(SourceState.ENDED)], "", "waiting", id="the recording is over"
        ),
        pytest.param(
            [HEARS, LISTENS, SessionChanged(SessionState.ENDED)], "", "waiting", id="all is said"
        ),
        pytest.param(
            [HEARS, LISTENS, Partial("so"), Failed("gap", "Lost", "Wait.")],
            "",
            "listening",
            id="what is only told once leaves the line alone",
        ),
    ],
)
def test_line_and_light(events: list[Event], line: str, light: str) -> None:
    status = Status()
    for event in events:
        status = status.apply(event)
    assert (status.line, status.light) == (line, light)
