"""Translations in the overlay: below the original, instead of it, or not at all."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from captions.app.presenting.overlay_presenter import OverlayPresenter
from captions.events import Committed, Partial, Translated
from captions.settings.schema import CaptionSettings, RecognitionSettings, Settings, SoundSettings
from captions.ui.overlay.painting.lane_marks import LaneMarks, RowSpeaker
from tests.app.overlay.presented_screen import presenting
from tests.support.virtual_clock import on_quick_loop

pytestmark = pytest.mark.usefixtures("qapp")

GERMAN = RecognitionSettings(language="de", model="whisper-base")
HALLO = Committed("Guten Morgen.", segment_id="a")
HELLO = Translated("Good morning.", "a")


def _settings(translation: str, **changes: Any) -> Settings:  # noqa: ANN401  # of any branch
    captions = CaptionSettings(translation=translation)
    return replace(Settings(captions=captions, recognition=GERMAN), **changes)


def _original(screen: OverlayPresenter) -> list[str]:
    return [row.text for row in screen.overlay._scene.rows if row.text]


def _translation(screen: OverlayPresenter) -> list[str]:
    return [row.text for row in screen.overlay._scene.translation if row.text]


def _with_screen(
    tmp_path: Path,
    work: Callable[[OverlayPresenter], Coroutine[Any, Any, None]],
    settings: Settings,
) -> None:
    async def run() -> None:
        with presenting(settings, tmp_path) as screen:
            await work(screen)

    on_quick_loop(run())


def test_translation_has_rows_of_its_own_that_move_no_others(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(HALLO)
        before = screen.overlay._painter.painted_areas(screen.overlay._scene)
        screen.show_speech(HELLO)
        assert (_original(screen), _translation(screen)) == (["Guten Morgen."], ["Good morning."])
        assert screen.overlay._painter.painted_areas(screen.overlay._scene) == before
        assert screen.overlay.accessibleDescription() == "Guten Morgen."

    _with_screen(tmp_path, work, _settings("below"))


def test_translation_replaces_the_grey_original(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(HALLO)
        (row,) = screen.overlay._scene.rows
        assert (row.text, row.runs[0].settled) == ("Guten Morgen.", False)
        assert screen.overlay.accessibleDescription() == ""
        screen.show_speech(HELLO)
        (row,) = screen.overlay._scene.rows
        assert (row.text, row.runs[0].settled) == ("Good morning.", True)
        assert screen.overlay.accessibleDescription() == "Good morning."
        assert dict(screen.overlay._labels) == {"mic": "You EN", "system": "Others EN"}
        assert len(screen.overlay._scene.rows) <= 2

    _with_screen(tmp_path, work, _settings("instead", sound=SoundSettings(source="mic+system")))


@pytest.mark.parametrize(
    "settings",
    [
        _settings("off"),
        _settings("below", recognition=replace(GERMAN, language="en")),
        _settings("below", recognition=replace(GERMAN, model="moonshine")),
        _settings("below", recognition=replace(GERMAN, model="whisper-turbo")),
        _settings("instead", recognition=replace(GERMAN, server="wss://api.elevenlabs.io")),
    ],
    ids=["off", "English", "a model that cannot", "turbo", "a server"],
)
def test_recogniser_that_cannot_translate_leaves_captions_as_they_are(
    tmp_path: Path, settings: Settings
) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(HALLO)
        assert screen.overlay._scene.rows[0].runs[0].settled
        screen.show_speech(HELLO)
        assert (_original(screen), _translation(screen)) == (["Guten Morgen."], [])
        assert screen.overlay._shape.strip is None
        assert dict(screen.overlay._labels) == {}

    _with_screen(tmp_path, work, settings)


def test_both_texts_go_together(tmp_path: Path) -> None:
    async def clear(screen: OverlayPresenter) -> None:
        screen.show_speech(HALLO)
        screen.show_speech(HELLO)
        screen.clear()
        assert (_original(screen), _translation(screen)) == ([], [])

    _with_screen(tmp_path, clear, _settings("below"))


@pytest.mark.parametrize("place", ["below", "instead"])
def test_translation_of_cleared_words_does_not_bring_them_back(tmp_path: Path, place: str) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(HALLO)
        screen.clear()
        screen.show_speech(HELLO)
        await asyncio.sleep(20)  # Longer than any translation is waited for.
        assert (_original(screen), _translation(screen)) == ([], [])
        screen.show_speech(Committed("Es regnet.", segment_id="b"))
        screen.show_speech(Translated("It rains.", "b"))
        below = (["Es regnet."], ["It rains."])
        assert (_original(screen), _translation(screen)) == (
            below if place == "below" else (["It rains."], [])
        )

    _with_screen(tmp_path, work, _settings(place))


@pytest.mark.parametrize("source", ["mic", "mic+system"])
def test_translation_below_has_the_mark_of_its_speaker(tmp_path: Path, source: str) -> None:
    lane = "system" if source == "mic+system" else ""
    speakers = replace(GERMAN, speakers=True)
    settings = _settings("below", recognition=speakers, sound=SoundSettings(source=source))

    async def work(screen: OverlayPresenter) -> None:
        for who, number in (("speaker_2", "1"), ("", "2")):
            screen.show_speech(replace(HALLO, lane=lane, speaker=who, segment_id=number))
            screen.show_speech(replace(HELLO, lane=lane, segment_id=number))
        overlay = screen.overlay
        assert overlay._shape.strip is not None
        marks = LaneMarks(overlay._look, dict(overlay._shape.strip.labels))
        found = [mark for mark in marks.find_speakers(overlay._scene.translation) if mark.name]
        assert found == [RowSpeaker("speaker_2", "EN"), RowSpeaker(lane, "EN")]

    _with_screen(tmp_path, work, settings)


@pytest.mark.parametrize("speakers", [False, True])
def test_words_of_original_and_translation_begin_below_each_other(
    tmp_path: Path, *, speakers: bool
) -> None:
    async def work(screen: OverlayPresenter) -> None:
        overlay = screen.overlay
        strip = overlay._shape.strip
        assert strip is not None
        assert (strip.column_width == overlay._speaker_width) is speakers
        whole_width = overlay.row_width + overlay._speaker_width
        assert strip.row_width + strip.column_width == whole_width

    recognition = replace(GERMAN, speakers=speakers)
    _with_screen(tmp_path, work, _settings("below", recognition=recognition))


def test_speakers_that_are_told_apart_later_start_rows_of_the_translation(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.apply(_settings("below", recognition=replace(GERMAN, speakers=True)))
        for number in ("1", "2"):
            screen.show_speech(replace(HALLO, segment_id=number))
            screen.show_speech(replace(HELLO, segment_id=number))
        assert _translation(screen) == ["Good morning.", "Good morning."]

    _with_screen(tmp_path, work, _settings("below"))


def test_other_choice_applies_at_once(tmp_path: Path) -> None:
    async def work(screen: OverlayPresenter) -> None:
        screen.show_speech(HALLO)
        screen.apply(_settings("below"))
        assert _original(screen) == ["Guten Morgen."]
        screen.show_speech(Partial("Es"))
        screen.show_speech(HELLO)
        assert _translation(screen) == ["Good morning."]
        screen.apply(_settings("off"))
        assert _translation(screen) == []
        assert screen.overlay._shape.strip is None

    _with_screen(tmp_path, work, _settings("instead"))


@pytest.mark.parametrize("mode", ["pop-on", "paint-on"])
def test_translation_below_replaces_the_one_before_as_a_whole(tmp_path: Path, mode: str) -> None:
    sentence = "This sentence is long enough for two rows of the translation, though not for more."

    async def work(screen: OverlayPresenter) -> None:
        for number in range(3):
            screen.show_speech(Committed(f"Das ist Satz {number}.", segment_id=f"{number}"))
            screen.show_speech(Translated(f"{number}: {sentence}", f"{number}"))
            await asyncio.sleep(7)
            assert f"{number}: {sentence}" in " ".join(_translation(screen))

    captions = CaptionSettings(translation="below", mode=mode, clear_seconds=0.0)
    _with_screen(tmp_path, work, replace(_settings("below"), captions=captions))
