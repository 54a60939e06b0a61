"""The benchmark of speech recognition: its arithmetic by hand, and one short real run."""

import io
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import soundfile
from rich.console import Console
from typing_extensions import override

from captions.engine import model_files
from captions.engine.models import LoadedModels
from captions.events import Committed, Partial, Word
from captions.pcm import Samples
from captions.protocol.addresses import Address
from captions.protocol.options import SessionOptions
from tests.benchmarks import run
from tests.benchmarks.accuracy import Measures, Score
from tests.benchmarks.recordings import Entry, Talk
from tests.benchmarks.speech import capacity, offline, recording_set, scoring, tables
from tests.benchmarks.speech.recording_set import Half
from tests.benchmarks.speech.scoring import Log
from tests.benchmarks.speech.streaming import moonshine, runner
from tests.benchmarks.speech.streaming.client import Events, Job, Play
from tests.benchmarks.speech.streaming.server import ServerFailedError, family, serving, used
from tests.benchmarks.wire.bench import ClientFailedError

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="others do not say by /proc")


def entry(name: str, seconds: float = 4.0) -> Entry:
    """Return what is said in a recording: a word in each of its seconds."""
    spoken = ["zero", "well", "known", "three"]
    words = [{"w": word, "s": float(at), "e": at + 0.5} for at, word in enumerate(spoken)]
    segments = [
        {"start": item["s"], "end": item["e"], "text": item["w"], "speech_start": item["s"]}
        for item in words
    ]
    return {
        "file": name,
        "seconds": seconds,
        "category": "read-clean",
        "reference": " ".join(spoken),
        "words": words,
        "segments": segments,
    }


def talk(name: str, seconds: float = 4.0, **changes: str) -> Talk:
    return Talk(name, Path(name), seconds, 0.0, {**entry(name, seconds), **changes})


def count_score(_: Entry, log: Log) -> Score:
    """Count errors and seconds by hand: what the real measures do is tested where they live."""
    texts = [event["text"] for event in log if event["kind"] == "commit"]
    return {"errors": 4 - len(" ".join(texts).split()), "t": [event["t"] for event in log[:-1]]}


def count_summary(scores: list[Score]) -> Score:
    return {
        "files": len(scores),
        "wer": 25.0 * sum(score["errors"] for score in scores) / len(scores),
        "wl_stable_p50": max(t for score in scores for t in score["t"]),
        "wl_first_p50": 0.2,
        "wl_stable_p95": 1.0,
        "final_p50": 0.7,
    }


MEASURES = Measures(count_score, count_summary)


def log_of(text: str, t: float = 0.3, *words: Word) -> Log:
    return [scoring.commit(t, text, words), scoring.stats(1.0, 300.0)]


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    entries = [entry(name) for name in ("c.flac", "a.flac", "b.flac")]
    (tmp_path / "manifest.json").write_text(json.dumps(entries))
    return tmp_path


def test_halves_take_turns_in_the_order_of_names(collection: Path) -> None:
    talks = recording_set.load_collection(collection)
    halves = {half: [item.name for item in recording_set.half_of(talks, half)] for half in Half}
    assert halves == {
        Half.ALL: ["a.flac", "b.flac", "c.flac"],
        Half.TUNE: ["a.flac", "c.flac"],
        Half.REPORT: ["b.flac"],
    }


def test_recordings_are_chosen_by_how_their_names_begin(collection: Path) -> None:
    talks = recording_set.load_collection(collection)
    assert [item.name for item in recording_set.named(talks, "c, a.fl")] == ["a.flac", "c.flac"]
    with pytest.raises(recording_set.NoRecordingsError, match=r"'x': there are a\.flac, b\.flac"):
        recording_set.named(talks, "a,x")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(None, "no manifest.json in", id="no collection"),
        pytest.param("[", "is not JSON", id="a broken one"),
    ],
)
def test_a_collection_that_is_none_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, sentence: str
) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(recording_set.NoRecordingsError, match=sentence):
        recording_set.load_collection(tmp_path)
    for scope in ([], ["--offline"]):
        assert run.main(["speech", *scope, "--recordings", str(tmp_path)]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("bench: ")


def test_a_clip_ends_with_its_last_whole_segment() -> None:
    clip = recording_set.clipped(talk("a.flac"), 2.7)
    assert clip.entry is not None
    assert (clip.seconds, clip.entry["reference"]) == (2.5, "zero well known")
    assert [word["w"] for word in clip.entry["words"]] == ["zero", "well", "known"]
    assert recording_set.clipped(talk("a.flac"), 60) == talk("a.flac")
    assert recording_set.clipped(talk("a.flac"), 0.1) == talk("a.flac")


def test_sound_is_cut_to_length_and_silence_follows() -> None:
    path = model_files.find_path(model_files.SAMPLE_RECORDING)
    samples = recording_set.sound(Talk("x", path, 2.0, None))
    assert len(samples) == 3 * 16_000
    assert samples[:32_000].any()
    assert not samples[32_000:].any()
    assert [len(chunk) for chunk in recording_set.chunks(samples)] == [1600] * 30


@pytest.mark.parametrize(
    ("words", "starts", "ends"),
    [
        pytest.param([Word("Zero,", 0.1, 0.4)], [0.1], [0.1], id="both edges of a word"),
        pytest.param([Word("one", 0.0, 0.5)], [], [], id="a wrong word has no times"),
        pytest.param(
            [Word("well-known", 1.2, 2.4)], [0.2], [0.1], id="the outer edges of a joined word"
        ),
        pytest.param([Word("\u2014", 0.0, 0.5)], [], [], id="nothing but a dash"),
    ],
)
def test_times_of_words_are_compared_with_the_references(
    words: list[Word], starts: list[float], ends: list[float]
) -> None:
    off = scoring.time_errors(entry("a"), log_of("x", 1.0, *words))
    assert off[0] == pytest.approx(starts)
    assert off[1] == pytest.approx(ends)


def test_a_shifted_log_is_earlier_with_its_words() -> None:
    log = [scoring.partial(0.2, "zero"), *log_of("zero", 1.0, Word("zero", 0.1, 0.6))]
    guess, commit, stats = scoring.shifted(log, 0.1)
    assert (guess["t"], commit["t"]) == pytest.approx((0.1, 0.9))
    assert commit["words"] == [["zero", 0.0, 0.5]]
    assert stats == log[-1]
    assert log[0]["t"] == 0.2


def test_recordings_are_taken_together_with_the_errors_of_all_words() -> None:
    logs = [log_of("zero", 1.0, Word("zero", at, 0.5)) for at in (0.1, 0.3)]
    scores = [scoring.score(MEASURES, entry("a"), log) for log in logs]
    row = scoring.summary(MEASURES, scores, "both")
    assert (row["name"], row["files"], row["wer"]) == ("both", 2, 75.0)
    assert row["start_p50_ms"] == pytest.approx(200)
    assert row["start_p90_ms"] == pytest.approx(280)
    assert row["end_p50_ms"] == pytest.approx(0)


def test_rows_are_laid_out_in_columns() -> None:
    rows: list[dict[str, Any]] = [{"name": "a", "wer": 12.345}, {"name": "longer", "wer": None}]
    head, first, second = scoring.text_table(rows).splitlines()
    assert head[: head.index("errors %") + 8].split() == ["sound", "s", "errors", "%"]
    assert first.split()[:3] == ["a", "-", "12.3"]
    assert second.split()[:3] == ["longer", "-", "-"]
    assert len(head) == len(first) == len(second)


class CostlyTranscriber:
    """Commits in its first chunk; each guess costs a quarter of a second of processor time."""

    def __init__(self) -> None:
        self.spent = 0.0
        self.chunks = 0
        self.guesses = 0

    def feed(self, samples: Samples) -> Iterable[Committed]:
        assert len(samples) == 1600
        self.spent += 0.01
        self.chunks += 1
        return [Committed("one", (Word("one", 0.0, 0.1),))] if self.chunks == 1 else []

    def guess(self) -> Partial | None:
        self.spent += 0.25
        self.guesses += 1
        return None if self.guesses == 2 else Partial(f"guess {self.guesses}")

    def partial(self) -> Partial | None:
        return Partial("rest", settled_text="rest")


def test_virtual_clock_is_that_of_the_sound_and_of_the_processor() -> None:
    transcriber = CostlyTranscriber()
    samples = np.zeros(8 * 1600, np.float32)
    *log, last = offline.replay(transcriber, samples, lambda: transcriber.spent)
    # What is left after the commit is shown at once. The 2nd and 3rd chunk come during the first
    # guess, so that there is none after the 2nd; the guess after the 3rd is nothing new, and takes
    # until the 6th has come.
    assert [event["text"] for event in log[:4]] == ["one", "rest", "guess 1", "guess 3"]
    assert [event["kind"] for event in log[:4]] == ["commit", "partial", "partial", "partial"]
    assert [event["t"] for event in log[:4]] == pytest.approx([0.11, 0.11, 0.36, 0.91])
    assert log[1]["settled_text"] == "rest"
    assert transcriber.guesses < transcriber.chunks == 8
    assert last["cpu_s"] == pytest.approx(transcriber.spent)


class PacedTranscriber(CostlyTranscriber):
    """Reads the clock that paces guesses before and after each of them."""

    def __init__(self) -> None:
        super().__init__()
        self.durations: list[float] = []

    @override
    def guess(self) -> Partial | None:
        began = offline.virtual_time()
        partial = super().guess()
        self.durations.append(offline.virtual_time() - began)
        return partial


def test_guesses_are_paced_by_the_virtual_clock_however_busy_the_machine_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(LoadedModels, "load", lambda **given: asked.append(given))
    offline.load_models()
    assert asked == [{"clock": offline.virtual_time}]
    transcriber = PacedTranscriber()
    offline.replay(transcriber, np.zeros(8 * 1600, np.float32), lambda: transcriber.spent)
    assert transcriber.durations == pytest.approx([0.25] * transcriber.guesses)


class ChaoticTranscriber:
    """Commits words where sound begins: two of them, unless the first chunk begins in silence."""

    def __init__(self) -> None:
        self.chunks = 0

    def feed(self, samples: Samples) -> Iterable[Committed]:
        self.chunks += 1
        if self.chunks > 1:
            return []
        start = np.flatnonzero(samples)[0] / 16_000
        words = [Word("Zero.", start, start + 0.5), Word("well", start + 1.0, start + 1.5)]
        words = words if samples.all() else words[:1]
        return [Committed(" ".join(word.text for word in words), tuple(words))]

    def guess(self) -> Partial | None:
        return None

    def partial(self) -> Partial | None:
        return None


class ChaoticModels:
    def __init__(self) -> None:
        self.asked: list[SessionOptions] = []

    def create_transcriber(self, options: SessionOptions) -> ChaoticTranscriber:
        self.asked.append(options)
        return ChaoticTranscriber()


@pytest.fixture
def chaotic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ChaoticModels:
    """Return models that are measured with one recording in ``tmp_path``."""
    models = ChaoticModels()
    monkeypatch.setattr(offline, "_MODELS", [])
    monkeypatch.setattr(offline, "load_models", lambda: models)
    monkeypatch.setattr("tests.benchmarks.accuracy.load", lambda *_: MEASURES)
    soundfile.write(tmp_path / "a.wav", np.full(4 * 16_000, 0.1, np.float32), 16_000)
    (tmp_path / "manifest.json").write_text(json.dumps([entry("a.wav")]))
    return models


def test_recordings_are_measured_after_several_silences_on_their_own_clock(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, chaotic: ChaoticModels
) -> None:
    figures = tmp_path / "figures.json"
    asked = ["--recordings", str(tmp_path), "--jobs", "1", "--json", str(figures)]
    assert offline.main([*asked, "--offsets", "0,50"]) == 0
    *_, last = capsys.readouterr().out.splitlines()
    assert last == "word errors: mean 62.50 %, standard error 12.50, over 2 offsets"
    without, after = json.loads(figures.read_text())["offsets"]
    assert (without["offset_ms"], after["offset_ms"]) == (0, 50)
    assert [item["rows"][-1]["wer"] for item in (without, after)] == [50, 75]
    for row in (without["rows"][-1], after["rows"][-1]):
        assert (row["start_p90_ms"], row["end_p90_ms"]) == pytest.approx((0, 0))
    assert without["logs"]["a.wav"][0]["t"] >= 0.1
    assert 0.05 <= after["logs"]["a.wav"][0]["t"] < 0.1
    assert not any(options.commit_sentences for options in chaotic.asked)


def test_white_words_are_measured_as_the_app_asks_for_commits(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, chaotic: ChaoticModels
) -> None:
    figures = tmp_path / "figures.json"
    asked = ["--recordings", str(tmp_path), "--jobs", "1", "--json", str(figures)]
    assert offline.main([*asked, "--white"]) == 0
    head, *_ = capsys.readouterr().out.splitlines()
    assert "grey %" in head
    assert [options.commit_sentences for options in chaotic.asked] == [True]
    each, whole = json.loads(figures.read_text())["rows"]
    assert (each["grey"], each["left_grey"]) == (whole["grey"], whole["left_grey"]) == (0, 0)


@pytest.mark.parametrize("text", ["", "0,x", "50,-50"])
def test_offsets_that_are_none_are_refused(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with pytest.raises(SystemExit):
        offline.main(["--offsets", text])
    assert "--offsets" in capsys.readouterr().err


def test_real_speech_is_measured_on_the_virtual_clock(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(offline, "_MODELS", [])
    monkeypatch.setattr("tests.benchmarks.accuracy.load", lambda *_: MEASURES)
    path = model_files.find_path(model_files.SAMPLE_RECORDING)
    (tmp_path / "manifest.json").write_text(json.dumps([{**entry(str(path)), "seconds": 6.0}]))
    figures = tmp_path / "figures.json"
    asked = ["--recordings", str(tmp_path), "--jobs", "1", "--json", str(figures)]
    changed = ["--set", "transcription.transcriber.FORCED_COMMIT_SECONDS=36.0"]
    assert run.main(["speech", "--offline", *asked, *changed]) == 0
    assert "all" in capsys.readouterr().out
    (log,) = json.loads(figures.read_text())["logs"].values()
    assert "best of times" in log[-2]["text"]
    assert log[-2]["words"][0][0] == "It"
    assert log[-1]["cpu_s"] > 0


def test_messages_become_events_with_the_words_of_their_commits() -> None:
    events = Events()
    word = {"text": "Hi.", "start": 1.0, "end": 1.5, "type": "word"}
    space = {"text": " ", "start": 1.5, "end": 1.5, "type": "spacing"}
    messages: list[dict[str, Any]] = [
        {"message_type": "session_started"},
        {"message_type": "partial_transcript", "text": "Hi"},
        {"message_type": "committed_transcript", "text": "Hi."},
        {
            "message_type": "committed_transcript_with_timestamps",
            "text": "Hi.",
            "words": [word, space],
        },
        {"message_type": "commit_throttled", "error": "nothing"},
    ]
    for t, message in enumerate(messages):
        events.record(float(t), message)
    assert events.log == [
        {"t": 1.0, "kind": "partial", "text": "Hi"},
        {"t": 2.0, "kind": "commit", "text": "Hi.", "words": [["Hi.", 1.0, 1.5]]},
    ]
    with pytest.raises(ValueError, match="queue_overflow: too much"):
        events.record(9.0, {"message_type": "queue_overflow", "error": "too much"})


@dataclass
class FakeLine:
    text: str
    is_complete: bool = False


@dataclass
class LineTextChanged:
    line: FakeLine


@dataclass
class LineCompleted:
    line: FakeLine


@dataclass
class LineStarted:
    line: FakeLine


def test_lines_become_events() -> None:
    listener = moonshine.Listener()
    done = FakeLine("Hi there.", is_complete=True)
    seen = [LineStarted(FakeLine("")), LineTextChanged(FakeLine("Hi"))]
    for event in (*seen, LineTextChanged(done), LineCompleted(done)):
        listener(event)
    assert [(event["kind"], event["text"]) for event in listener.log] == [
        ("partial", "Hi"),
        ("commit", "Hi there."),
    ]


def test_a_real_server_is_streamed_to_and_measured() -> None:
    path = model_files.find_path(model_files.SAMPLE_RECORDING)
    told: list[str] = []
    (engine,) = runner.stream_in_turn([Talk("x", path, 4.0, 1.0)], [], told.append)
    assert told == ["ours, 1 of 1: x"]
    assert runner.failures([engine]) == []
    *events, last = runner.logs(engine, [Talk("x", path, 4.0, 1.0)])["x"]
    kinds = [event["kind"] for event in events]
    assert kinds[0] == "partial"
    commit = events[kinds.index("commit")]
    assert commit["text"].startswith("It was the best of times")
    assert [word[0] for word in commit["words"]] == commit["text"].split()
    assert commit["t"] > commit["words"][-1][2]
    if sys.platform == "linux":
        assert last["cpu_s"] > 0
        assert last["rss_mb"] > 10


def test_a_session_that_fails_is_told_and_left_out(speech_server: Address) -> None:
    path = model_files.find_path(model_files.SAMPLE_RECORDING)
    job = Job(speech_server.url, "wrong", 0, [Play("x", str(path), 1.0)])
    (streamed,) = runner.run_client(job)
    engine = runner.Engine("ours", 1.0, {"x": streamed})
    (failure,) = runner.failures([engine])
    assert "auth_error: You must be authenticated" in failure
    assert runner.logs(engine, [Talk("x", path, 1.0, None)]) == {}


def test_a_program_that_fails_is_told() -> None:
    job = msgspec.structs.replace(
        Job("http://127.0.0.1:1", "", 0, []), plays=[Play("x", "/x", 1.0)]
    )
    with pytest.raises(ClientFailedError, match=r"client: .*/x"):
        list(runner.run_client(job))


def test_what_ours_made_is_kept_where_the_other_fails(tmp_path: Path) -> None:
    ours, other = runner.stream_in_turn(
        [Talk("x", model_files.find_path(model_files.SAMPLE_RECORDING), 2.0, 1.0)],
        [moonshine.Job(str(tmp_path), 0.5, [])],
        lambda _: None,
    )
    assert list(ours.streamed) == ["x"]
    assert len(runner.failures([ours, other])) == 1
    assert "moonshine" in other.failure


def test_a_server_that_does_not_start_is_told() -> None:
    with pytest.raises(ServerFailedError, match="did not start: "), serving("no-such-model"):
        pass


@on_linux
def test_children_are_counted() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:
        while len(members := family(process.pid)) < 2:
            pass
        assert members[0] == process.pid
        assert used(process.pid).peak_mb > used(members[1]).peak_mb > 0
        process.communicate(b"\n")
    assert used(process.pid) == (0.0, 0.0)


def row(sessions: int, delay: float | None, peak: float, *failures: str) -> dict[str, Any]:
    return {
        "model": "pair",
        "sessions": sessions,
        "wl_stable_p50": delay,
        "peak_mb": peak,
        "failures": list(failures),
    }


def test_sessions_are_borne_while_words_come_in_time() -> None:
    rows = [row(1, 0.4, 300), row(8, 0.89, 370), row(12, 0.9, 400)]
    assert [capacity.borne(item) for item in rows] == [True, True, False]
    assert capacity.most_borne(rows) == 8
    assert capacity.session_mb(rows[:2]) == pytest.approx(10)
    assert capacity.session_mb(rows[:1]) is None
    assert not capacity.borne(row(2, 0.4, 300, "session 1: closed"))
    assert not capacity.borne(row(2, None, 300))
    assert capacity.most_borne([]) == 0


def test_sessions_take_turns_with_long_and_clear_recordings() -> None:
    talks = [
        talk("short", 10.0),
        talk("noisy", 50.0, category="noisy-babble"),
        talk("one", 50.0),
        talk("two", 45.0),
    ]
    names = [clip.name for clip in capacity.choose(talks, 3)]
    assert names == ["one", "two", "one"]
    assert [clip.name for clip in capacity.choose(talks[:1], 2)] == ["short"] * 2


def test_no_more_sessions_are_tried_than_one_number_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    delays = {1: 0.4, 2: 1.2, 4: 0.4}
    monkeypatch.setattr(
        capacity,
        "measure",
        lambda _measures, _talks, _name, count: row(count, delays[count], 1),
    )
    told: list[str] = []
    tried = list(capacity.climb(MEASURES, [], "pair", (1, 2, 4), told.append))
    assert [item["sessions"] for item in tried] == [1, 2]
    assert told[0] == "pair, sessions at once: 1, for 60 s"


def test_real_sessions_run_at_once() -> None:
    path = model_files.find_path(model_files.SAMPLE_RECORDING)
    spoken = {**entry(path.name, 3.0)}
    found = capacity.measure(MEASURES, [Talk(path.name, path, 3.0, 1.0, spoken)], "pair", 2)
    assert found["failures"] == []
    assert (found["model"], found["sessions"]) == ("pair", 2)
    assert found["wl_stable_p50"] > 1


def engines() -> tables.Engines:
    talks = [talk("a.flac"), talk("b.flac")]
    ours = {"a.flac": log_of("zero well known three", 0.46), "b.flac": log_of("zero well known")}
    theirs = {"a.flac": log_of("zero", 0.6), "b.flac": log_of("", 0.6)}
    return {
        "ours": tables.halves(MEASURES, talks, ours),
        "moonshine-voice, 0.5 s": tables.halves(MEASURES, talks, theirs),
    }


def test_halves_have_figures_of_their_own() -> None:
    found = engines()["ours"]
    assert {name: item["wer"] for name, item in found.items()} == {
        "all": 12.5,
        "tune": 0.0,
        "report": 25.0,
    }


def printed(*things: object) -> str:
    out = io.StringIO()
    console = Console(width=110, file=out)
    for thing in things:
        console.print(thing)
    return out.getvalue()


def test_table_marks_what_is_missed_by_ours_alone() -> None:
    text = printed(tables.recognition_table(engines(), Half.ALL))
    (errors,) = [line for line in text.splitlines() if "word errors" in line]
    assert errors.replace("│", "").split()[-4:] == ["9.3", "12.5", "!", "87.5"]
    (staying,) = [line for line in text.splitlines() if "staying, median" in line]
    assert staying.replace("│", "").split()[-4:] == ["0.28", "0.46", "!", "0.60"]


def test_a_half_that_is_everything_is_told_once() -> None:
    alone = {"ours": tables.halves(MEASURES, [talk("a.flac")], {"a.flac": log_of("zero")})}
    for found, titles in ((engines(), 3), (alone, 1), ({"ours": {}}, 0)):
        out = io.StringIO()
        tables.show(Console(width=110, file=out), found, {})
        assert out.getvalue().count("at the speed of speech") == titles


def test_figures_of_the_server_come_from_its_sessions_and_miss_their_bounds_or_not() -> None:
    rows = [row(1, 0.4, 301), row(8, 0.6, 511)]
    once = {**tables.once_of(rows), "ready_s": 1.6}
    assert once == {
        "pair_mb": 301,
        "pair_session_mb": pytest.approx(30),
        "pair_sessions": 8,
        "ready_s": 1.6,
    }
    expected = ["wer", "wl_stable_p50", "pair_session_mb", "ready_s"]
    assert tables.missed(engines(), once) == expected
    text = printed(
        tables.once_table({"ours": once, "other": {"ready_s": 2}}),
        tables.capacity_table(rows),
    )
    (line,) = [line for line in text.splitlines() if "borne, pair" in line]
    assert line.replace("│", "").split()[-4:] == [">=", "8", "8", "-"]
    (line,) = [line for line in text.splitlines() if "start to ready" in line]
    assert line.replace("│", "").split()[-4:] == ["1.5", "1.60", "!", "2.00"]
    assert "511" in text
