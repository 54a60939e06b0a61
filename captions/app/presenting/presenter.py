"""Turns speech events into caption rows over time, for the overlay and the terminal."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from captions.audio.lanes import lane_labels
from captions.events import CaptionEvent, Committed, Speech
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.live.live_transcript import LiveCaptions
from captions.model.live.translated_text import TranslationChoice
from captions.model.live.translations import TranslationFilter
from captions.model.rows import CaptionDisplay, Measure, Rows
from captions.model.word_rules.word_rules import NO_RULES, WordRules
from captions.settings.schema import Settings


class CaptionPresenter:
    """Converts speech to rows as configured, and passes the rows on whenever they change."""

    def __init__(
        self,
        settings: Settings,
        make_display: Callable[[Settings], CaptionDisplay],
        show_rows: Callable[[Rows], None],
        rules: WordRules = NO_RULES,
        translations: TranslationFilter | None = None,
    ) -> None:
        """Start without captions.

        Args:
            settings: settings currently in use.
            make_display: creates the display that decides which words are shown.
            show_rows: called with the rows to show.
            rules: rules for the words to show.
            translations: decides whether translations are shown; by default they are not.
        """
        self._translations = translations or TranslationFilter(TranslationChoice.ORIGINAL)
        self.on_commit: Callable[[Committed], None] = lambda _: None
        """Called with each committed segment as it is shown, before word rules."""
        self._rules = rules
        self._settings = settings
        self._make_display = make_display
        self._show_rows = show_rows
        self._update_timer: asyncio.TimerHandle | None = None
        """Timer for the next change that depends on time alone."""
        self._all_read = asyncio.Event()
        self._all_read.set()
        self._captions = LiveCaptions(
            make_display(settings), settings.captions.clear_seconds, rules
        )

    def show_speech(self, event: CaptionEvent) -> None:
        """Show a partial or committed segment, and its translation if that is wanted."""
        self._apply_speech(self._translations.apply(event, _loop_time()))

    def clear(self) -> None:
        """Clear the display, including words that wait to be shown or translated."""
        self._apply_speech(self._translations.clear())
        self._show_and_schedule(self._captions.clear(_loop_time()))

    def apply(self, settings: Settings) -> bool:
        """Apply other settings; the captions on display stay if possible.

        Returns:
            True if the number of rows changed and the rows must be laid out again.
        """
        before, self._settings = self._settings, settings
        self._captions.clear_seconds = settings.captions.clear_seconds
        if make_style(before) == make_style(settings) and lane_labels(before.sound) == lane_labels(
            settings.sound
        ):
            return before.captions.rows != settings.captions.rows
        self.replace_display()
        return False

    def replace_display(self) -> None:
        """Show all later words on a new display; the words on the old one are cleared."""
        self._captions.replace_display(self._make_display(self._settings))
        self.update_rows()

    def replace_rules(self, rules: WordRules) -> None:
        """Apply other rules to the words that are being spoken, and to all that follow."""
        if rules is not self._rules:
            self._rules = rules
            self._captions.replace_rules(rules)
            self.update_rows()

    def mark_rows(self, rows: Rows) -> Rows:
        """Return rows in which the alert words are marked."""
        return self._rules.alerts.mark_rows(rows)

    def replace_translations(self, translations: TranslationFilter) -> None:
        """Show translations in another way from now on; those that are awaited are given up."""
        self._apply_speech(self._translations.poll(float("inf")))
        self._translations = translations

    def update_rows(self) -> None:
        """Show the current rows again."""
        now = _loop_time()
        self._apply_speech(self._translations.poll(now))
        self._show_and_schedule(self._captions.poll_rows(now))

    def update_layout(self, measure: Measure, width: float, rows: int) -> None:
        """Lay out the rows for another width, font or number; the captions on display stay."""
        self._captions.resize(measure, width, rows)
        self.update_rows()

    def scroll(self, rows: int) -> None:
        """Scroll back by a number of rows, or towards the present if it is negative.

        Live captions return by themselves, see `captions.model.live.scroll_back`.
        """
        self._show_and_schedule(self._captions.scroll(rows, _loop_time()))

    @property
    def is_live(self) -> bool:
        """False while earlier captions are shown."""
        return self._captions.is_live

    @property
    def has_unread_words(self) -> bool:
        """True while words wait to be shown, or have not been shown long enough to be read."""
        return self._captions.has_unread_words

    async def wait_until_read(self) -> None:
        """Wait until all captions have been shown for long enough to be read."""
        await self._all_read.wait()

    def close(self) -> None:
        """Cancel the timer that changes the display."""
        if self._update_timer is not None:
            self._update_timer.cancel()

    def _apply_speech(self, events: list[Speech]) -> None:
        for event in events:
            self._show_and_schedule(self._captions.apply(event, _loop_time()))
            if isinstance(event, Committed):
                self.on_commit(event)

    def _show_and_schedule(self, rows: Rows) -> None:
        """Show rows, and schedule the next change that depends on time alone."""
        self.close()
        self._show_rows(self.mark_rows(rows))
        times = (self._captions.next_deadline(_loop_time()), self._translations.next_deadline)
        due = min((time for time in times if time is not None), default=None)
        if due is not None:
            self._update_timer = asyncio.get_running_loop().call_at(due, self.update_rows)
        if self._captions.has_unread_words:
            self._all_read.clear()
        else:
            self._all_read.set()


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


def make_style(settings: Settings) -> CaptionStyle:
    """Return how captions appear, without the number of rows, which can change on its own."""
    captions = settings.captions
    manual = settings.recognition.is_manual
    return CaptionStyle(
        CaptionMode(captions.mode),
        hold=captions.hold_seconds,
        until_commit=manual,
        starts_rows=settings.recognition.speakers,
    )


def adapt_for_translation(settings: Settings) -> Settings:
    """Return settings for rows of a translation below those of the original, which clear both.

    A translation arrives as a whole sentence, so there are no words to paint one after the other.
    """
    is_painted = settings.captions.mode == CaptionMode.PAINT_ON
    mode = CaptionMode.POP_ON.value if is_painted else settings.captions.mode
    return replace(settings, captions=replace(settings.captions, mode=mode, clear_seconds=0.0))
