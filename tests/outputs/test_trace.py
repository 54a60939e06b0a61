"""The trace: a line for everything, whole on the disk at once."""

import json
from pathlib import Path

import pytest

from captions.errors import OutputError
from captions.events import (
    Committed,
    DeviceCondition,
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
from captions.model.rows import Row, Run
from captions.outputs.trace import Trace
from captions.pcm import Chunk


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Partial("so"), {"what": "event", "event": "partial", "text": "so"}),
        (Committed("so"), {"what": "event", "event": "committed", "text": "so"}),
        (
            SessionChanged(SessionState.RECONNECTING, "lost", 2.0),
            {"what": "state", "part": "session", "state": "reconnecting", "detail": "lost"},
        ),
        (
            SourceChanged(SourceState.MISSING, "none"),
            {"what": "state", "part": "source", "state": "missing", "detail": "none"},
        ),
        (
            EngineChanged(EngineState.READY),
            {"what": "state", "part": "engine", "state": "ready", "detail": ""},
        ),
        (
            DeviceCondition(muted=True, volume=0.5, plays=False),
            {"what": "device", "muted": True, "volume": 0.5, "plays": False},
        ),
        (
            Partial("so", "mic"),
            {"what": "event", "event": "partial", "text": "so", "lane": "mic"},
        ),
        (
            Failed("gap", "Lost", "Wait."),
            {"what": "error", "kind": "gap", "title": "Lost", "advice": "Wait."},
        ),
    ],
)
def test_events_are_lines(tmp_path: Path, event: Event, line: dict[str, object]) -> None:
    path = tmp_path / "trace.jsonl"
    with Trace(path) as trace:
        trace.event(event)
        (read,) = [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]
    assert isinstance(read.pop("t"), float)
    assert read == line


def test_chunks_and_frames_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "trace.jsonl"
    with Trace(path) as trace:
        trace.chunk("mic", Chunk(b"\0\0" * 1600, 16_000, 0.5))
        trace.frame((Row((Run("so", settled=True), Run(" it", settled=False))), Row()))
    chunk, frame = [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]
    assert (chunk["what"], chunk["stream_time"], chunk["seconds"]) == ("chunk", 0.5, 0.1)
    assert chunk["lane"] == "mic"
    assert frame["rows"] == [
        [{"text": "so", "settled": True}, {"text": " it", "settled": False}],
        [],
    ]


def test_no_path_means_no_trace() -> None:
    with Trace(None) as trace:
        trace.event(Partial("so"))


def test_trace_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="another path"):
        Trace(tmp_path / "missing" / "trace.jsonl")
