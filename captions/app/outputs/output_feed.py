"""What one output receives: its choice of the speech, laid out in its own rows."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from captions.app.outputs.output_rows import OutputWording, present_rows
from captions.audio.lanes import lane_labels
from captions.engine.library.translation import can_translate
from captions.events import CaptionEvent, Committed, Partial, Speech
from captions.model.live.translated_text import (
    TRANSLATION_LANGUAGE,
    TranslationChoice,
    list_texts,
)
from captions.model.rows import Rows
from captions.model.saved_transcript import TranscriptSegment
from captions.model.word_rules.word_rules import WordRules
from captions.outputs.caption_state import CaptionState, LiveSegment, RowFormat
from captions.outputs.output_queue import OutputQueue
from captions.settings.outputs import OutputSettings
from captions.settings.schema import Settings

_MAX_UNTRANSLATED = 64
"""Maximum segments that wait for their translations."""


class OutputFeed:
    """Fills the queue of one output."""

    def __init__(
        self,
        queue: OutputQueue,
        formats: tuple[RowFormat, ...],
        output: OutputSettings,
        settings: Settings,
        wording: OutputWording,
    ) -> None:
        """Start with an empty screen.

        Args:
            queue: receives states and segments.
            formats: row formats of the destination.
            output: settings of this output.
            settings: settings currently in use.
            wording: how the words of this output are written.
        """
        self.queue = queue
        """Receives states and segments."""
        self._output = output
        self._choice = TranslationChoice(output.text)
        self._settings, self._labels = settings, lane_labels(settings.sound)
        self._rules = wording.rules
        self._untranslated: deque[TranscriptSegment] = deque(maxlen=_MAX_UNTRANSLATED)
        """Segments that will be queued with their translations."""
        self._live: dict[str, LiveSegment] = {}
        """Open segment of each lane."""
        self._rows: list[Rows] = [() for _ in formats]
        self._is_paused = False
        self._applying = False
        """True while an event is applied, after which one state is queued."""
        self._settled_language = self._find_settled_language()
        self._rows_presenters = [
            present_rows((settings, row_format), self._keep_rows(index), wording, self._choice)
            for index, row_format in enumerate(formats)
        ]

    def show_speech(self, event: CaptionEvent) -> None:
        """Queue the state after a segment or its translation, if the output receives it."""
        if not self._is_selected(event.lane):
            return
        if isinstance(event, Partial) and not getattr(self._output, "partials", False):
            return
        if isinstance(event, Speech):
            self._update_live(self._rules.apply(event))
        self._applying = True
        for presenter in self._rows_presenters:
            presenter.show_speech(event)
        self._applying = False
        self._put_state()

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Queue a committed segment, unless the output waits for its translation."""
        if self._choice is TranslationChoice.ORIGINAL:
            self._put_segment(segment)
        else:
            self._untranslated.append(segment)

    def add_translated(self, segment: TranscriptSegment) -> None:
        """Queue a segment with its translation, if the output waits for it.

        An output that was off or paused when the segment was spoken does not.
        """
        original = replace(segment, translation="")
        if original in self._untranslated:
            self._untranslated.remove(original)
            self._put_segment(segment)

    def continue_feed(self, before: "OutputFeed") -> None:
        """Take over what has not been sent from the feed that this one replaces."""
        self._untranslated.extend(before._untranslated)  # noqa: SLF001  # of this class
        self.queue.continue_queue(before.queue)

    def _put_segment(self, segment: TranscriptSegment) -> None:
        if segment.is_gap or not self._is_selected(segment.lane):
            return
        for text in list_texts(segment, self._choice):
            # A translation is in a lane of its own on the screen only.
            shown = self._rules.apply_segment(replace(text, lane=segment.lane))
            if shown.text.strip():
                self.queue.put_segment(shown)

    def apply(self, settings: Settings) -> None:
        """Apply other settings of captions and labels; the words on screen stay if possible."""
        self._settings, self._labels = settings, lane_labels(settings.sound)
        self._settled_language = self._find_settled_language()
        for presenter in self._rows_presenters:
            presenter.apply(settings)

    def replace_rules(self, rules: WordRules) -> None:
        """Apply other word rules to the words that are being spoken, and to all that follow."""
        self._rules = rules
        for presenter in self._rows_presenters:
            presenter.replace_rules(rules)

    def show_paused(self, *, paused: bool) -> None:
        """Show whether captions are paused, to outputs that say so."""
        if paused != self._is_paused:
            self._is_paused = paused
            self._put_state()

    def clear(self) -> None:
        """Empty the screen, as in the overlay."""
        self._live.clear()
        for presenter in self._rows_presenters:
            presenter.clear()
        self._put_state()

    def drop_everything(self) -> None:
        """Empty the screen at once, and drop what waits to be translated or sent."""
        self.clear()
        self._untranslated.clear()
        self.queue.clear()
        self._put_state()  # It may say that captions are paused.

    def show_test(self, text: str, segment: TranscriptSegment) -> None:
        """Queue a text that is not speech, so that the user sees where captions arrive."""
        self.show_speech(Committed(text))
        self.queue.put_segment(segment)

    def close(self) -> None:
        """Cancel changes of the rows that depend on time alone."""
        for presenter in self._rows_presenters:
            presenter.close()

    def _is_selected(self, lane: str) -> bool:
        return not lane or self._output.lanes in {"all", lane}

    def _update_live(self, event: Speech) -> None:
        self._live.pop(event.lane, None)
        if isinstance(event, Partial) and event.text.strip():
            self._live[event.lane] = LiveSegment(
                event.text.strip(),
                event.settled_text,
                event.lane,
                self._labels.get(event.lane, ""),
                self._settings.language_of(event.lane),
            )

    def _keep_rows(self, index: int) -> Callable[[Rows], None]:
        def keep(rows: Rows) -> None:
            self._rows[index] = rows
            if not self._applying:  # Time alone has changed them.
                self._put_state()

        return keep

    def _put_state(self) -> None:
        live = tuple(self._live.values())
        self.queue.put_state(
            CaptionState(
                tuple(self._rows),
                live,
                settled_language=self._settled_language,
                is_paused=self._is_paused,
            )
        )

    def _find_settled_language(self) -> str:
        """Return the language of the settled words, if only translations become settled."""
        is_translated = self._choice is TranslationChoice.TRANSLATION
        return TRANSLATION_LANGUAGE if is_translated and can_translate(self._settings) else ""
