"""The trace: a line for everything, whole on the disk at once."""

import errno
import json
import os
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
    PaceChanged,
    Partial,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
    Word,
)
from captions.model.rows import Row, TextRun
from captions.outputs.files.trace import TraceFile
from captions.pcm import Chunk
from captions.wording.notifications.notice_texts import NOTICES
from tests.support.full_disk import full_after
from tests.support.messages import said


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Partial("so"), {"what": "event", "event": "partial", "text": "so"}),
        (Committed("so"), {"what": "event", "event": "committed", "text": "so"}),
        (
            Committed("so", speaker="speaker_1"),
            {"what": "event", "event": "committed", "text": "so", "speaker": "speaker_1"},
        ),
        (
            Committed("so", (Word("so", 0.25, 1 / 3),)),
            {
                "what": "event",
                "event": "committed",
                "text": "so",
                "words": [{"text": "so", "start": 0.25, "end": 0.333}],
            },
        ),
        (
            SessionChanged(SessionState.RECONNECTING, said("lost"), 2.0),
            {"what": "state", "part": "session", "state": "reconnecting", "detail": "lost"},
        ),
        (
            SourceChanged(SourceState.MISSING, detail=said("none")),
            {"what": "state", "part": "source", "state": "missing", "detail": "none"},
        ),
        (
            SourceChanged(SourceState.LISTENING, "Yeti"),
            {"what": "state", "part": "source", "state": "listening", "detail": "Yeti"},
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
            PaceChanged(is_behind=True, lane="mic"),
            {"what": "pace", "is_behind": True, "lane": "mic"},
        ),
        (
            Partial("so", "mic"),
            {"what": "event", "event": "partial", "text": "so", "lane": "mic"},
        ),
        (
            Failed("source_failed", said("Wait.")),
            {
                "what": "error",
                "kind": "source_failed",
                "title": NOTICES["source_failed"].title,
                "advice": "Wait.",
            },
        ),
    ],
)
def test_events_are_lines(tmp_path: Path, event: Event, line: dict[str, object]) -> None:
    path = tmp_path / "trace.jsonl"
    with TraceFile(path) as trace:
        trace.record_event(event)
        (read,) = [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]
    assert isinstance(read.pop("t"), float)
    assert read == line


def test_chunks_and_frames_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "trace.jsonl"
    with TraceFile(path) as trace:
        trace.record_chunk("mic", Chunk(b"\0\0" * 1600, 16_000, 0.5))
        trace.record_frame(
            (Row((TextRun("so", settled=True), TextRun(" it", settled=False))), Row())
        )
    chunk, frame = [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]
    assert (chunk["what"], chunk["stream_time"], chunk["seconds"]) == ("chunk", 0.5, 0.1)
    assert chunk["lane"] == "mic"
    assert frame["rows"] == [
        [{"text": "so", "settled": True}, {"text": " it", "settled": False}],
        [],
    ]


def test_no_path_means_no_trace() -> None:
    with TraceFile(None) as trace:
        trace.record_event(Partial("so"))


def test_trace_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="another path"):
        TraceFile(tmp_path / "missing" / "trace.jsonl")


@pytest.mark.usefixtures("expected_errors")
def test_a_disk_that_fills_up_ends_the_trace_with_a_whole_line_and_one_sentence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "trace.jsonl"
    with TraceFile(path) as trace, full_after(1000):
        for number in range(100):
            trace.record_event(Partial(f"so {number}"))
    lines = path.read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(line)["text"] for line in lines] == [f"so {n}" for n in range(len(lines))]
    (record,) = caplog.records
    assert "ends here (No space left on device); captions continue." in record.getMessage()


@pytest.mark.usefixtures("expected_errors")
def test_a_device_that_is_full_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with TraceFile(Path("/dev/full")) as trace:
        for _ in range(3):
            trace.record_event(Partial("so"))
    (record,) = caplog.records
    assert "The trace in /dev/full ends here (No space left on device)" in record.getMessage()


@pytest.mark.usefixtures("expected_errors")
def test_a_disk_that_is_full_from_the_start_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "open", refuse)
    with TraceFile(tmp_path / "trace.jsonl") as trace:
        trace.record_event(Partial("so"))


def test_a_fifo_that_nobody_reads_is_told_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "trace")
    with pytest.raises(OutputError, match="choose another path"):
        TraceFile(tmp_path / "trace")


@pytest.mark.usefixtures("expected_errors")
def test_a_reader_that_stops_reading_ends_the_trace_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "trace")
    reader = os.open(tmp_path / "trace", os.O_RDONLY | os.O_NONBLOCK)
    with TraceFile(tmp_path / "trace") as trace:
        for _ in range(10):
            trace.record_event(Partial("so" * 10_000))
    os.close(reader)
