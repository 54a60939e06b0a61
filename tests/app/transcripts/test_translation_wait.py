"""Segments that wait for their translations, in order and not for long."""

from collections.abc import Callable

from captions.app.transcripts.translation_wait import MAX_WAIT_SECONDS, TranslationWait
from captions.model.saved_transcript import TranscriptSegment


class Desk:
    """A wait with timers that the test lets run out."""

    def __init__(self) -> None:
        self.passed: list[tuple[str, str]] = []
        self.timers: list[Callable[[], None]] = []
        self.wait = TranslationWait(
            lambda segment: self.passed.append((segment.text, segment.translation))
        )

    def say(self, text: str, segment_id: str = "") -> None:
        segment = TranscriptSegment(text=text, start=0.0, end=1.0)
        self.wait.add_segment(segment, segment_id, self._call_later)

    def _call_later(self, delay: float, callback: Callable[[], None]) -> None:
        assert delay == MAX_WAIT_SECONDS
        self.timers.append(callback)


def test_segments_keep_their_order() -> None:
    desk = Desk()
    desk.say("eins", "1")
    desk.say("two")
    desk.say("drei", "3")
    assert desk.passed == []
    desk.wait.add_translation("3", "three")
    assert desk.passed == []
    desk.wait.add_translation("1", "one")
    assert desk.passed == [("eins", "one"), ("two", ""), ("drei", "three")]


def test_segment_without_a_translation_passes_at_once() -> None:
    desk = Desk()
    desk.say("one")
    assert desk.passed == [("one", "")]
    assert desk.timers == []


def test_lost_translation_is_not_waited_for_longer_than_the_limit() -> None:
    desk = Desk()
    desk.say("eins", "1")
    desk.timers[0]()
    assert desk.passed == [("eins", "")]
    desk.wait.add_translation("1", "one")
    assert desk.passed == [("eins", "")]


def test_everything_passes_at_the_end() -> None:
    desk = Desk()
    desk.say("eins", "1")
    desk.say("zwei", "2")
    desk.wait.pass_all()
    assert desk.passed == [("eins", ""), ("zwei", "")]
