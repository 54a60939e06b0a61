"""Speech with translations on a page that is served, laid out as the app does it."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from captions.app.outputs.output_feed import OutputFeed
from captions.app.outputs.output_rows import OutputWording
from captions.events import CaptionEvent, Committed, Translated
from captions.model.saved_transcript import TranscriptSegment
from captions.model.word_rules.word_rules import NO_RULES
from captions.wording.speaker_names import SpeakerNames
from tests.support.servers.running_page import RunningPage


def speak_german(page: RunningPage) -> None:
    """Let German be spoken on a page, by a model that translates it."""
    settings = page.destination.settings
    spoken = replace(settings.recognition, language="de", model="whisper-base")
    page.call(lambda: page.destination.apply(replace(settings, recognition=spoken)))


@contextlib.contextmanager
def translating(page: RunningPage, choice: str) -> Iterator[Callable[[CaptionEvent], None]]:
    """Yield a function that shows an event on a page whose output shows the chosen text."""
    feeds: list[OutputFeed] = []
    spoken: dict[str, TranscriptSegment] = {}

    def open_feed() -> None:
        destination, settings = page.destination, page.destination.settings
        output = replace(settings.outputs.page, text=choice)
        formats = destination.row_formats
        wording = OutputWording(NO_RULES, SpeakerNames())
        feeds.append(OutputFeed(page.queue, formats, output, settings, wording))

    def show_event(event: CaptionEvent) -> None:
        feeds[0].show_speech(event)
        if isinstance(event, Committed):
            spoken[event.segment_id] = TranscriptSegment(
                text=event.text, start=0.0, end=1.0, lane=event.lane, language=event.language or ""
            )
            feeds[0].add_segment(spoken[event.segment_id])
        elif isinstance(event, Translated):
            original = spoken[event.segment_id]
            feeds[0].add_translated(replace(original, translation=event.text))

    page.call(open_feed)
    try:
        yield lambda event: page.call(lambda: show_event(event))
    finally:
        page.call(feeds[0].close)
