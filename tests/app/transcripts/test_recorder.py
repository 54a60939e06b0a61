"""What the recorder writes to the store."""

from dataclasses import replace
from pathlib import Path

import pytest

from captions.app.transcripts.recorder import Clocks, Listeners, TranscriptRecorder
from captions.events import (
    Committed,
    Gap,
    Partial,
    SourceChanged,
    SourceState,
    Translated,
    Word,
)
from captions.history.history import History
from captions.model.saved_transcript import SavedSegment, TranscriptSegment
from captions.pcm import SAMPLE_BYTES, Chunk
from captions.settings.schema import HistorySettings, RecognitionSettings, Settings, SoundSettings
from captions.settings.words import WordSettings
from tests.conftest import on_loop
from tests.support.fakes.manual_clock import ManualClock

NOON = 1_796_040_000.0
"""A wall time in seconds since 1970."""
UNKEPT = Settings()
KEPT = replace(UNKEPT, history=HistorySettings(keep="always"))
BOTH = replace(KEPT, sound=SoundSettings(source="mic+system", mic_label="Ada", system_label="Bo"))


class Studio:
    """A recorder with a store in a temporary folder and clocks that the test moves."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.monotonic, self.wall = ManualClock(500.0), ManualClock(NOON)
        self.segments: list[TranscriptSegment] = []
        self.translations: list[tuple[str, str]] = []
        self.sound: list[tuple[int, str, float]] = []
        """Session, lane and session time of each chunk that was kept."""
        self.history = History(folder)
        assert self.history.open() == ()
        self.recorder = TranscriptRecorder(
            self.history,
            settings,
            Listeners(self._keep_segment, self._keep_translation, self.keep_sound),
            Clocks(self.monotonic, self.wall),
        )

    def _keep_segment(self, segment: TranscriptSegment, _: str) -> None:
        self.segments.append(segment)

    def _keep_translation(self, segment_id: str, text: str) -> None:
        self.translations.append((segment_id, text))

    def keep_sound(self, session_id: int, lane: str, chunk: Chunk) -> None:
        self.sound.append((session_id, lane, chunk.stream_time))

    def pass_time(self, seconds: float) -> None:
        self.monotonic.now += seconds
        self.wall.now += seconds

    def hear(self, stream_time: float, lane: str = "") -> None:
        """Capture one second of sound, which has just ended."""
        self.pass_time(1.0)
        self.recorder.record_chunk(lane, Chunk(bytes(16_000 * SAMPLE_BYTES), 16_000, stream_time))
        self.history.flush()

    def read_segments(self) -> list[SavedSegment]:
        self.history.flush()
        session_id = self.recorder.session_id
        assert session_id is not None
        return list(self.history.iter_segments(session_id))


def list_kept(studio: Studio) -> list[bool]:
    return [session.is_kept for session in studio.history.list_sessions()]


def commit(text: str, start: float, lane: str = "") -> Committed:
    words = tuple(
        Word(word, start + index * 0.5, start + index * 0.5 + 0.4)
        for index, word in enumerate(text.split())
    )
    return Committed(text, words, "en", lane)


def record_around(studio: Studio, settings: Settings) -> list[bool]:
    """Record a sentence before and after a change of settings; return which sessions are kept."""
    studio.hear(0.0)
    studio.recorder.record_event(commit("Before.", 0.2))
    studio.recorder.apply(settings)
    studio.hear(1.0)
    studio.recorder.record_event(commit("After.", 1.2))
    assert [segment.text for segment in studio.read_segments()] == ["Before.", "After."]
    return list_kept(studio)


def test_without_speech_there_is_no_session(tmp_path: Path) -> None:
    studio = Studio(tmp_path, KEPT)
    studio.hear(0.0)
    assert studio.recorder.record_event(Committed("  ")) is None
    studio.recorder.end_session()
    studio.history.flush()
    assert studio.recorder.session_id is None
    assert studio.history.list_sessions() == []


def test_speech_that_is_never_committed_leaves_no_session(tmp_path: Path) -> None:
    studio = Studio(tmp_path, KEPT)
    studio.hear(0.0)
    studio.recorder.record_event(Partial("Hello"))
    studio.history.flush()
    assert studio.recorder.session_id is not None
    studio.recorder.end_session()
    studio.history.flush()
    assert studio.history.list_sessions() == []


def test_a_session_knows_when_and_of_what_it_is(tmp_path: Path) -> None:
    async def record() -> None:
        studio = Studio(tmp_path, BOTH)
        studio.hear(0.0, "mic")
        studio.recorder.record_event(commit("Hello there.", 0.2, "mic"))
        (segment,) = studio.read_segments()
        (session,) = studio.history.list_sessions()
        assert session.started == pytest.approx(NOON)
        assert session.sources == ("mic+system",)
        assert session.lane_labels == {"mic": "Ada", "system": "Bo"}
        assert (session.recogniser, session.language) == ("moonshine", "en")
        assert (segment.label, segment.text) == ("Ada", "Hello there.")
        assert segment.wall_time == pytest.approx(NOON + 0.2)

    on_loop(record())


def test_a_kept_segment_is_on_disk_when_its_future_is_done(tmp_path: Path) -> None:
    async def record() -> None:
        studio = Studio(tmp_path, KEPT)
        studio.hear(0.0)
        written = studio.recorder.record_event(commit("Hello there.", 0.2))
        assert written is not None
        await written
        session_id = studio.recorder.session_id
        assert session_id is not None
        other = History(tmp_path)
        other.open()
        assert [segment.text for segment in other.iter_segments(session_id)] == ["Hello there."]
        other.close()
        studio.history.close()

    on_loop(record())


def test_what_is_not_kept_never_reaches_the_disk(tmp_path: Path) -> None:
    studio = Studio(tmp_path, UNKEPT)
    studio.hear(0.0)
    assert studio.recorder.record_event(commit("A secret.", 0.2)) is None
    assert [segment.text for segment in studio.read_segments()] == ["A secret."]
    studio.recorder.end_session()
    studio.history.close()
    assert not any(b"secret" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_session_is_kept_from_its_beginning_once_the_user_decides_so(tmp_path: Path) -> None:
    async def record() -> None:
        assert record_around(Studio(tmp_path, UNKEPT), KEPT) == [True]

    on_loop(record())


def test_a_session_is_erased_from_disk_if_the_user_stops_keeping(tmp_path: Path) -> None:
    async def record() -> None:
        studio = Studio(tmp_path, KEPT)
        assert record_around(studio, UNKEPT) == [False]
        studio.recorder.end_session()
        studio.history.close()

    on_loop(record())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"Before" in path.read_bytes() for path in files)


def test_the_user_may_change_their_mind(tmp_path: Path) -> None:
    async def record() -> None:
        studio = Studio(tmp_path, KEPT)
        studio.hear(0.0)
        studio.recorder.record_event(commit("Before.", 0.2))
        studio.recorder.keep_session(kept=False)
        studio.history.flush()
        assert list_kept(studio) == [False]
        studio.recorder.keep_session(kept=True)
        studio.history.flush()
        assert list_kept(studio) == [True]
        studio.recorder.end_session()
        studio.history.flush()
        assert list_kept(studio) == [True]

    on_loop(record())


def test_the_time_of_a_pause_counts(tmp_path: Path) -> None:
    studio = Studio(tmp_path, UNKEPT)
    studio.hear(0.0)
    studio.recorder.record_event(SourceChanged(SourceState.PAUSED))
    studio.pass_time(60.0)
    studio.hear(1.0)
    studio.recorder.record_event(commit("Back again.", 1.5))
    (segment,) = studio.read_segments()
    assert segment.start == pytest.approx(61.5)
    assert segment.words[0].start == pytest.approx(61.5)


def test_a_recording_keeps_its_own_time(tmp_path: Path) -> None:
    settings = replace(UNKEPT, sound=SoundSettings(source="/home/me/talk.wav"))
    studio = Studio(tmp_path, settings)
    studio.hear(0.0)
    studio.recorder.record_event(SourceChanged(SourceState.PAUSED))
    studio.pass_time(60.0)
    studio.hear(1.0)
    studio.recorder.record_event(commit("Back again.", 1.5))
    (segment,) = studio.read_segments()
    assert segment.start == pytest.approx(1.5)
    assert studio.history.list_sessions()[0].sources == ("talk.wav",)


def test_a_wall_clock_that_jumps_back_changes_no_order(tmp_path: Path) -> None:
    studio = Studio(tmp_path, UNKEPT)
    studio.hear(0.0)
    studio.recorder.record_event(commit("First.", 0.2))
    studio.wall.now -= 86_400
    studio.hear(1.0)
    studio.recorder.record_event(commit("Second.", 1.2))
    first, second = studio.read_segments()
    assert (first.text, second.text) == ("First.", "Second.")
    assert second.start == pytest.approx(1.2)


def test_sound_is_kept_with_the_times_of_the_session(tmp_path: Path) -> None:
    settings = replace(BOTH, history=HistorySettings(keep="always", keep_sound=True))
    studio = Studio(tmp_path, settings)
    studio.hear(0.0, "mic")
    studio.hear(0.0, "system")
    session_id = studio.recorder.session_id
    assert session_id is not None
    assert [(session, lane, round(start)) for session, lane, start in studio.sound] == [
        (session_id, "mic", 0),
        (session_id, "system", 1),
    ]


def test_sound_of_transcripts_that_are_not_kept_is_not_kept(tmp_path: Path) -> None:
    studio = Studio(tmp_path, replace(UNKEPT, history=HistorySettings(keep_sound=True)))
    studio.hear(0.0)
    assert studio.sound == []


def test_a_gap_is_recorded(tmp_path: Path) -> None:
    studio = Studio(tmp_path, UNKEPT)
    studio.hear(0.0)
    studio.recorder.record_event(commit("First.", 0.2))
    studio.recorder.record_event(Gap(0.8, 12.0))
    first, gap = studio.read_segments()
    assert (first.is_gap, gap.is_gap) == (False, True)
    assert (gap.start, gap.end) == pytest.approx((0.8, 12.8))


def test_a_gap_after_a_pause_has_the_time_of_the_session(tmp_path: Path) -> None:
    studio = Studio(tmp_path, UNKEPT)
    studio.hear(0.0)
    studio.recorder.record_event(SourceChanged(SourceState.PAUSED))
    studio.pass_time(60.0)
    studio.hear(1.0)
    studio.recorder.record_event(Gap(1.5, 2.0))
    (gap,) = studio.read_segments()
    assert (gap.start, gap.end) == pytest.approx((61.5, 63.5))


def test_a_url_is_recorded_without_its_secrets(tmp_path: Path) -> None:
    url = "https://user:hunter2@example.org/live.m3u8?token=hunter3"
    studio = Studio(tmp_path, replace(UNKEPT, sound=SoundSettings(source=url)))
    studio.recorder.record_event(commit("Hello.", 0.2))
    studio.history.flush()
    (session,) = studio.history.list_sessions()
    assert "hunter" not in repr(session)


def test_segments_without_times_are_dated_by_their_arrival(tmp_path: Path) -> None:
    studio = Studio(tmp_path, UNKEPT)
    studio.hear(0.0)
    studio.pass_time(4.0)
    studio.recorder.record_event(Committed("No times."))
    (segment,) = studio.read_segments()
    assert segment.start == pytest.approx(5.0)


def test_the_recognised_and_the_displayed_text_are_kept(tmp_path: Path) -> None:
    studio = Studio(tmp_path, UNKEPT)
    studio.recorder.record_event(Committed("Um, hello"))
    words = WordSettings(replacements=("um =>",))
    studio.recorder.apply(replace(UNKEPT, words=words))
    studio.recorder.record_event(Committed("Um, hello"))
    studio.recorder.apply(replace(UNKEPT, words=replace(words, overlay="none")))
    studio.recorder.record_event(Committed("Um, hello"))
    segments = studio.read_segments()
    assert [segment.text for segment in segments] == ["Um, hello", "Hello", "Um, hello"]
    assert {segment.recognised_text for segment in segments} == {"Um, hello"}
    assert [segment.displayed_text for segment in studio.segments] == [None, "Hello", None]
    studio.history.close()


def test_a_segment_has_the_name_of_its_speaker(tmp_path: Path) -> None:
    studio = Studio(tmp_path, replace(UNKEPT, sound=BOTH.sound))
    heard = Committed("Hello.", (Word("Hello.", 0.0, 0.5),), lane="system")
    studio.hear(0.0, "system")
    for speaker in ("speaker_1", "", "speaker_2"):
        studio.recorder.record_event(replace(heard, speaker=speaker))
    studio.recorder.names.rename_speaker("Speaker 2", "Grace")
    studio.recorder.record_event(replace(heard, speaker="speaker_2"))
    assert [segment.label for segment in studio.segments] == [
        "Speaker 1", "Bo", "Speaker 2", "Grace",
    ]  # fmt: skip


def test_a_segment_has_the_language_that_was_recognised_or_set(tmp_path: Path) -> None:
    recognition = RecognitionSettings(language="de", computer_language="fr")
    studio = Studio(tmp_path, replace(UNKEPT, sound=BOTH.sound, recognition=recognition))
    studio.hear(0.0, "mic")
    for language, lane in (("en", "mic"), (None, "mic"), (None, "system")):
        studio.recorder.record_event(Committed("So.", language=language, lane=lane))
    assert [segment.language for segment in studio.segments] == ["en", "de", "fr"]


@pytest.mark.parametrize("settings", [KEPT, UNKEPT], ids=["on disk", "in memory"])
def test_translations_are_stored_beside_their_segments(tmp_path: Path, settings: Settings) -> None:
    async def work() -> None:
        studio = Studio(tmp_path, settings)
        studio.hear(0.0)
        for number in (1, 2, 3):
            said = replace(commit(f"Satz {number}.", number * 0.1), segment_id=f"s-{number}")
            studio.recorder.record_event(said)
        for segment_id, text in (("s-2", "Sentence 2."), ("s-3", ""), ("lost", "Nothing.")):
            studio.recorder.record_event(Translated(text, segment_id))
        stored = [(segment.text, segment.translation) for segment in studio.read_segments()]
        assert stored == [("Satz 1.", ""), ("Satz 2.", "Sentence 2."), ("Satz 3.", "")]
        assert ("s-3", "") in studio.translations
        studio.recorder.end_session()
        studio.history.close()

    on_loop(work())
