"""The sample on the real overlay, with a clock that jumps from timer to timer."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from captions.app.presenting.overlay_presenter import OverlayPresenter
from captions.app.sample.sample_captions import SILENCE_SECONDS, SampleCaptions
from captions.events import Committed, Partial, Speech
from captions.model.rows import Rows
from captions.settings.paths import with_value
from captions.settings.schema import (
    CaptionSettings,
    RecognitionSettings,
    Settings,
    SoundSettings,
)
from captions.settings.words import WordSettings
from captions.wording import language
from tests.app.overlay.presented_screen import presenting
from tests.support.virtual_clock import on_quick_loop

pytestmark = pytest.mark.usefixtures("qapp")
CALL = SoundSettings(source="mic+system")
FIRST = "Good morning, everyone, and thank you for coming to the library today."
JUST_UNDER = SILENCE_SECONDS - 0.1
"""Seconds of silence that are not enough."""


@dataclass
class Stage:
    """The overlay with a sample, and a dialog that is open or not."""

    screen: OverlayPresenter
    settings: Settings
    is_still: bool = False
    is_open: bool = False
    painted: list[Rows] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sample = SampleCaptions(
            self.screen, self.settings, lambda: self.is_open, lambda: self.is_still
        )
        self.screen.overlay.painted.connect(self.painted.append)

    def open_dialog(self, *, is_open: bool = True) -> None:
        self.is_open = is_open
        self.sample.update()

    def speak(self, event: Speech) -> None:
        """Handle real speech, as the desktop app does."""
        self.sample.record_speech(event)
        self.screen.show_speech(event)

    def apply(self, settings: Settings) -> None:
        self.settings = settings
        self.screen.apply(settings)
        self.sample.apply(settings)

    @property
    def rows(self) -> list[str]:
        return [row.text for row in self.screen.overlay.shown_rows if row.text]

    @property
    def text(self) -> str:
        return " ".join(row.strip() for row in self.rows)

    @property
    def translation(self) -> str:
        return " ".join(row.text for row in self.screen.overlay._scene.translation)

    @property
    def mark(self) -> str:
        return self.screen.overlay._scene.sample_mark


def play(
    folder: Path,
    work: Callable[[Stage], Coroutine[Any, Any, None]],
    settings: Settings | None = None,
    *,
    is_still: bool = False,
) -> None:
    async def run() -> None:
        chosen = settings or Settings()
        with presenting(chosen, folder) as screen:
            stage = Stage(screen, chosen, is_still)
            try:
                await work(stage)
            finally:
                stage.sample.close()

    on_quick_loop(run())


@pytest.fixture
def german() -> Iterator[None]:
    language.set_language("de")
    yield
    language.set_language("en")


@pytest.mark.parametrize("mode", ["roll-up", "pop-on", "paint-on"])
@pytest.mark.parametrize("rows", [2, 4])
def test_a_marked_sample_appears_at_once_with_the_dialog_and_goes_with_it(
    tmp_path: Path, mode: str, rows: int
) -> None:
    settings = with_value(with_value(Settings(), "captions.mode", mode), "captions.rows", rows)

    async def work(stage: Stage) -> None:
        stage.open_dialog()
        assert stage.mark == "Sample"
        full = {"roll-up": rows, "pop-on": 2, "paint-on": 2}
        assert len(stage.rows) == full[mode]
        stage.open_dialog(is_open=False)
        assert (stage.rows, stage.mark) == ([], "")
        await asyncio.sleep(60)
        assert stage.rows == []

    play(tmp_path, work, settings)


@pytest.mark.parametrize(
    ("source", "owners"),
    [("mic", ["speaker_1", "speaker_2"]), ("mic+system", ["mic", "speaker_1"])],
)
def test_the_sample_has_speakers_if_they_are_told_apart(
    tmp_path: Path, source: str, owners: list[str]
) -> None:
    settings = Settings(
        sound=SoundSettings(source=source),
        captions=CaptionSettings(rows=4),
        recognition=RecognitionSettings(speakers=True),
    )

    async def work(stage: Stage) -> None:
        stage.open_dialog()
        shown = [row.speaker or row.lane for row in stage.screen.overlay.shown_rows if row.text]
        assert list(dict.fromkeys(shown)) == owners

    play(tmp_path, work, settings)


@pytest.mark.usefixtures("german")
def test_the_sample_shows_where_translations_appear_and_leaves_none_behind(
    tmp_path: Path,
) -> None:
    german = RecognitionSettings(model="whisper-base", language="de")
    below = Settings(recognition=german, captions=CaptionSettings(translation="below"))
    instead = Settings(recognition=german, captions=CaptionSettings(translation="instead"))

    async def work(stage: Stage) -> None:
        stage.open_dialog()
        assert ("Guten Morgen" in stage.text, "Good morning" in stage.translation) == (True, True)
        stage.apply(instead)
        assert ("Good morning" in stage.text, stage.translation) == (True, "")
        stage.apply(below)
        stage.speak(Committed("Ja."))
        assert (stage.text, stage.translation) == ("Ja.", "")

    play(tmp_path, work, below)


def test_words_are_grey_at_first_and_then_white_and_the_talk_goes_on(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        stage.open_dialog()
        runs: set[tuple[str, bool]] = set()
        texts = set()
        for _ in range(400):
            await asyncio.sleep(0.25)
            texts.add(stage.text)
            for row in stage.screen.overlay.shown_rows:
                runs |= {(word, run.settled) for run in row.runs for word in run.text.split()}
        assert {("Then", False), ("Then", True)} <= runs
        assert any("wonderful" in text for text in texts)
        assert all(stage.rows)

    play(tmp_path, work)


def test_real_speech_replaces_the_sample_at_once_until_the_user_has_been_silent(
    tmp_path: Path,
) -> None:
    async def work(stage: Stage) -> None:
        stage.open_dialog()
        stage.speak(Partial("It was"))
        assert (stage.text, stage.mark) == ("It was", "")
        await asyncio.sleep(JUST_UNDER)
        stage.speak(Committed("It was the best of times."))
        assert stage.text == "It was the best of times."
        await asyncio.sleep(JUST_UNDER)
        assert stage.mark == ""
        await asyncio.sleep(0.2)
        assert (stage.text, stage.mark) == (FIRST, "Sample")

    play(tmp_path, work)


def test_a_segment_without_words_is_no_speech(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        stage.open_dialog()
        stage.speak(Committed(""))
        stage.speak(Partial(" "))
        assert stage.mark == "Sample"

    play(tmp_path, work)


def test_a_dialog_that_opens_while_somebody_speaks_waits_for_silence(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        stage.speak(Committed("It was the best of times."))
        await asyncio.sleep(5)
        stage.open_dialog()
        assert stage.text == "It was the best of times."
        await asyncio.sleep(SILENCE_SECONDS - 4.9)
        assert stage.mark == "Sample"

    play(tmp_path, work)


def test_captions_that_silence_does_not_clear_return_after_the_sample(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        stage.speak(Committed("It was the best of times."))
        await asyncio.sleep(60)
        stage.open_dialog()
        assert stage.text == FIRST
        stage.open_dialog(is_open=False)
        assert (stage.text, stage.mark) == ("It was the best of times.", "")

    play(tmp_path, work, with_value(Settings(), "captions.clear_seconds", 0.0))


def test_the_sample_is_no_part_of_what_the_user_scrolls_back_to(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        for number in range(6):
            stage.speak(Committed(f"Real sentence {number} with enough words to fill one row."))
            await asyncio.sleep(2)
        await asyncio.sleep(30)
        stage.open_dialog()
        await asyncio.sleep(30)
        stage.screen.overlay.scrolled.emit(2)
        await asyncio.sleep(5)
        assert "words to fill one row" in stage.text
        assert stage.mark == ""
        await asyncio.sleep(30)
        assert stage.mark == "Sample"
        assert "words to fill one row" not in stage.text

    play(tmp_path, work)


def test_the_sample_is_neither_read_out_nor_reported_as_painted(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        stage.open_dialog()
        for _ in range(100):
            await asyncio.sleep(0.5)
            stage.screen.overlay.grab()
        assert stage.screen.overlay.accessibleDescription() == ""
        assert stage.painted == []
        stage.speak(Committed("It was."))
        stage.screen.overlay.grab()
        assert [row.text for rows in stage.painted for row in rows] == ["It was."]
        assert stage.screen.overlay.accessibleDescription() == "It was."

    play(tmp_path, work)


def test_the_sample_stands_still_for_those_who_want_no_motion(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        stage.open_dialog()
        await asyncio.sleep(1)
        before = stage.rows
        assert before
        await asyncio.sleep(600)
        assert stage.rows == before

    play(tmp_path, work, is_still=True)


def test_both_sides_of_a_call_speak_in_turn(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        stage.open_dialog()
        lanes = set()
        for _ in range(60):
            await asyncio.sleep(0.5)
            lanes.add(tuple(row.lane for row in stage.screen.overlay.shown_rows))
        assert {("mic", "system"), ("system", "mic")} <= lanes

    play(tmp_path, work, replace(Settings(), sound=CALL))


@pytest.mark.usefixtures("german")
def test_the_sample_speaks_the_language_of_the_interface(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        stage.open_dialog()
        assert stage.mark == "Beispiel"
        assert "Bibliothek" in stage.text

    play(tmp_path, work)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(
            WordSettings(replacements=("a => b", "open a eye => OpenAI")),
            "Replaced words look like this: OpenAI.",
            id="the newest replacement is shown",
        ),
        pytest.param(
            WordSettings(profanity="masked"), "Where is that g****** umbrella?", id="masked"
        ),
        pytest.param(WordSettings(profanity="removed"), "Where is that umbrella?", id="removed"),
        pytest.param(
            WordSettings(alerts=("Maria",)), "Alert words stand out like this: Maria.", id="alerts"
        ),
        pytest.param(
            WordSettings(replacements=("open a eye => OpenAI",), overlay="none"),
            FIRST,
            id="rules that do not apply to the captions are not shown",
        ),
        pytest.param(
            WordSettings(replacements=("uh =>",)), FIRST, id="nothing is left of such words"
        ),
    ],
)
def test_a_changed_word_rule_shows_at_once(
    tmp_path: Path, words: WordSettings, expected: str
) -> None:
    settings = with_value(Settings(), "captions.mode", "pop-on")

    async def work(stage: Stage) -> None:
        stage.open_dialog()
        assert stage.text == FIRST
        stage.apply(replace(settings, words=words))
        assert stage.text == expected
        marked = [run.text for row in stage.screen.overlay.shown_rows for run in row.runs]
        assert ("Maria" in marked) is bool(words.alerts)

    play(tmp_path, work, settings)


def test_a_changed_mode_or_number_of_rows_shows_at_once(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        stage.open_dialog()
        await asyncio.sleep(20)
        stage.apply(with_value(stage.settings, "captions.mode", "pop-on"))
        assert stage.text == FIRST
        stage.apply(with_value(stage.settings, "captions.mode", "roll-up"))
        stage.apply(with_value(stage.settings, "captions.rows", 4))
        assert len(stage.rows) == 4

    play(tmp_path, work)


def test_another_look_keeps_the_words_that_are_shown(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        stage.open_dialog()
        await asyncio.sleep(20)
        before = stage.text
        stage.apply(with_value(stage.settings, "appearance.font_px", 20))
        assert stage.text.endswith(before)  # There is room for more words before them.

    play(tmp_path, work)


def test_a_window_that_is_captured_by_its_key_colour_shows_no_sample(tmp_path: Path) -> None:
    async def work(stage: Stage) -> None:
        stage.open_dialog()
        stage.apply(with_value(stage.settings, "appearance.chroma_key", "green"))
        assert (stage.rows, stage.mark) == ([], "")
        stage.apply(with_value(stage.settings, "appearance.chroma_key", ""))
        assert stage.text == FIRST

    play(tmp_path, work)
