"""The painter's pictures: colours, places, contrast, and any text at all."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QColor

from captions.events import Partial
from captions.model.layout.caption_mode import create_display
from captions.model.layout.style import CaptionStyle
from captions.model.rows import Row, TextRun
from captions.model.transcript import Transcript
from captions.settings.schema import FONT_STYLES, AppearanceSettings
from captions.ui.overlay.look import compute_look
from captions.ui.overlay.painter import OverlayScene
from captions.ui.presets import PRESETS, AppearancePreset
from captions.ui.text import glyphs
from tests.support.ui.pictures import BARE, Picture, contrast, layer, make_painter, picture, row

pytestmark = pytest.mark.usefixtures("qapp")

WHITE, GREY, YELLOW = (255, 255, 255), (191, 191, 191), (255, 214, 10)


def has(pixels: Picture, colour: tuple[int, int, int]) -> bool:
    return bool((pixels == colour).all(axis=2).any())


def test_nothing_to_say_is_nothing_to_see() -> None:
    painter = make_painter()
    for scene in (OverlayScene(), OverlayScene((row(), row()))):
        assert (picture(painter, scene, "#336699") == (0x33, 0x66, 0x99)).all()
        assert painter.painted_areas(scene) == []


def test_a_guess_is_grey_and_turns_white_when_it_is_committed() -> None:
    painter = make_painter()
    guessed = picture(painter, (row("", "maybe"),))
    committed = picture(painter, (row("maybe"),))
    assert has(guessed, GREY)
    assert not has(guessed, WHITE)
    assert has(committed, WHITE)
    assert ((guessed > 0).any(axis=2) == (committed > 0).any(axis=2)).all()


@pytest.mark.parametrize("text", ["so Anna came", "כן Anna כן"])
def test_alert_words_differ_by_colour_and_a_line_and_move_nothing(text: str) -> None:
    first, after = text.split("Anna")
    runs = (
        TextRun(first, settled=True),
        TextRun("Anna", settled=True, is_alert=True),
        TextRun(after, settled=True),
    )
    painter = make_painter(BARE)
    plain, marked = picture(painter, (row(text),)), picture(painter, (Row(runs),))
    assert has(marked, YELLOW)
    assert has(marked, WHITE)
    assert not has(plain, YELLOW)
    white = (plain == WHITE).all(axis=2)
    coloured = (marked == WHITE).all(axis=2) | (marked == YELLOW).all(axis=2)
    assert coloured[white].all()
    longest = max((line == YELLOW).all(axis=1).sum() for line in marked)
    assert longest > painter.measure("Ann")


@pytest.mark.parametrize(
    ("letters", "ground"),
    [
        ("#ffffff", "#000000"),
        ("#ffff00", "#000000"),
        ("#000000", "#ffffff"),
        ("#c00000", "#ffffff"),
    ],
)
def test_alert_words_are_as_readable_as_others_and_differ(letters: str, ground: str) -> None:
    alert = compute_look(AppearanceSettings(committed_colour=letters)).alert
    one, other = (
        np.array([colour.red(), colour.green(), colour.blue()], np.uint8)
        for colour in (alert, QColor(ground))
    )
    assert contrast(one, other) >= 4.5
    assert alert != QColor(letters)


@pytest.mark.parametrize("scale", [1, 1.25, 2])
@pytest.mark.parametrize("word", ["To", "AV", "fi", "Wisdom,", "it"])
def test_committed_letters_stay_to_the_pixel_whatever_is_guessed_behind_them(
    word: str, scale: float
) -> None:
    painter = make_painter()
    width = int((painter.measure(word) + 17) * scale)
    alone = picture(painter, (row(word),), scale=scale)[:, :width]
    for guess in (" V", " you said", " W A V", " fine, Toto", " ..."):
        assert (picture(painter, (row(word, guess),), scale=scale)[:, :width] == alone).all()


def test_a_text_is_as_wide_as_it_is_measured() -> None:
    painter = make_painter(replace(BARE, outline_px=0))
    for text in ("Wisdom", "it was the age of", "AVAToTa"):
        lit = np.flatnonzero((picture(painter, (row(text),)) > 0).any(axis=(0, 2)))
        assert lit[-1] - lit[0] == pytest.approx(painter.measure(text), abs=6)


@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#808080", "#ff0000"])
def test_all_text_stands_out_from_its_box_over_any_ground(ground: str) -> None:
    painter = make_painter()
    shown = picture(painter, (row("Committed", " guessed"),), ground)
    box = shown[-4, 350]
    assert contrast(np.array(WHITE, np.uint8), box) >= 4.5
    assert contrast(np.array(GREY, np.uint8), box) >= 4.5
    assert has(shown, WHITE)
    assert has(shown, GREY)


def test_letters_have_a_dark_rim_where_there_is_no_box() -> None:
    painter = make_painter(BARE)
    shown = picture(painter, (row("Readable"),), "#ffffff")
    assert has(shown, (0, 0, 0))
    bare = make_painter(replace(BARE, outline_px=0))
    assert (picture(bare, (row("Readable"),), "#ffffff") == 255).all()


def test_the_ground_shines_through_the_box_as_much_as_is_set() -> None:
    painter = make_painter()
    assert picture(painter, (row("x"),), "#ffffff")[-4, 350].tolist() == [51, 51, 51]


def test_the_background_of_a_row_ends_beside_its_words_and_the_window_does_not() -> None:
    look = replace(BARE, edge="none", background_colour="#00ff00", background_opacity=1)
    painter = make_painter(look)
    green = (picture(painter, (row("wide enough"), row("x"))) == (0, 255, 0)).all(axis=2)
    box = painter.painted_areas(OverlayScene((row("wide enough"), row("x"))))[0]
    upper, lower = green[int(box.top()) + 30], green[int(box.bottom()) - 30]
    assert np.flatnonzero(upper).max() == pytest.approx(painter.measure("wide enough") + 27, abs=2)
    assert np.flatnonzero(lower).max() == pytest.approx(painter.measure("x") + 27, abs=2)
    windowed = replace(look, window_colour="#0000ff", window_opacity=1)
    shown = picture(make_painter(windowed), (row("wide enough"), row("x")))
    assert shown[int(box.bottom()) - 30, 690].tolist() == [0, 0, 255]
    assert has(shown, (0, 255, 0))


@pytest.mark.parametrize("scale", [1, 1.25, 1.5, 2])
def test_backgrounds_of_rows_join_without_a_seam(scale: float) -> None:
    look = replace(BARE, edge="none", background_colour="#0000ff", background_opacity=0.5)
    rows = tuple(row(" " * 20 + ".") for _ in range(3))
    column = picture(make_painter(look, 3), rows, "#000000", scale)[:, int(40 * scale), 2]
    lit = np.flatnonzero(column)
    inside = column[lit[0] + 2 : lit[-1] - 1]
    assert set(inside.tolist()) == {128}


def test_a_row_without_words_has_no_background() -> None:
    look = replace(BARE, background_colour="#0000ff", background_opacity=1)
    painter = make_painter(look, 3)
    assert has(picture(painter, (row("a"), row(), row("b"))), (0, 0, 255))
    box = painter.painted_areas(OverlayScene((row("a"), row(), row("b"))))[0]
    middle = picture(painter, (row("a"), row(), row("b")))[int(box.center().y())]
    assert (middle == 0).all()


def test_letters_and_their_edges_fade_as_one() -> None:
    half = replace(BARE, text_opacity=0.5, edge_colour="#ff0000", outline_px=4)
    shown = picture(make_painter(half), (row("Faded"),))
    assert has(shown, (127, 127, 127))
    assert has(shown, (127, 0, 0))
    clear = replace(BARE, text_opacity=0)
    assert (picture(make_painter(clear), (row("Gone"),), "#336699") == (0x33, 0x66, 0x99)).all()


def ink_of(look: AppearanceSettings, text: str) -> tuple[int, int]:
    """Return the first and the last column that has ink."""
    columns = np.flatnonzero(picture(make_painter(look), (row(text),)).any(axis=(0, 2)))
    return int(columns[0]), int(columns[-1])


@pytest.mark.parametrize("text", ["short", "שלום"], ids=["from the left", "from the right"])
def test_rows_stand_where_they_are_aligned(text: str) -> None:
    left, centre, right = (
        ink_of(replace(BARE, edge="none", align=align), text)
        for align in ("left", "centre", "right")
    )
    mirrored = text != "short"
    assert sum(centre) == pytest.approx(734, abs=6)
    assert right[1] == pytest.approx(717, abs=5)
    assert left == (right if mirrored else (pytest.approx(17, abs=5), left[1]))
    assert (left[0] > 300) is mirrored


def test_upper_case_is_measured_and_painted_as_such() -> None:
    upper, plain = (make_painter(replace(BARE, upper_case=case)) for case in (True, False))
    assert upper.measure("Straße") == plain.measure("STRASSE")
    shown, expected = picture(upper, (row("Stra", "ße"),)), picture(plain, (row("STRA", "SSE"),))
    assert (shown == expected).all()


@pytest.mark.parametrize("style", FONT_STYLES)
def test_committed_words_stay_in_every_font_style(style: str) -> None:
    painter = make_painter(replace(BARE, font_style=style))
    width = int(painter.measure("Wisdom") + 17)
    alone = picture(painter, (row("Wisdom"),))[:, :width]
    assert alone.any()
    assert (picture(painter, (row("Wisdom", " of, To"),))[:, :width] == alone).all()


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_nothing_of_a_preset_is_cut_off_at_the_border(preset: AppearancePreset) -> None:
    bare = replace(preset.appearance, background_opacity=0, window_opacity=0)
    painter = make_painter(bare, 1)
    scene = OverlayScene((row("Åjgpqy|"),))
    (box,) = painter.painted_areas(scene)
    shown = picture(painter, scene, "#00ff00")
    inked = np.argwhere((shown != (0, 255, 0)).any(axis=2))
    (top, left), (bottom, _) = inked.min(axis=0), inked.max(axis=0)
    assert top > box.top()
    assert bottom < box.bottom() - 1
    assert left > box.left()


def test_a_wide_edge_around_small_letters_is_not_cut_off() -> None:
    painter = make_painter(replace(BARE, font_px=12, outline_px=12), 1)
    shown = picture(painter, (row("Åg"),), "#00ff00")
    (box,) = painter.painted_areas(OverlayScene((row("Åg"),)))
    inked = np.argwhere((shown != (0, 255, 0)).any(axis=2))
    assert (inked.min(axis=0) >= (box.top(), 0)).all()
    assert inked.max(axis=0)[0] <= box.bottom()


@pytest.mark.parametrize("at_bottom", [True, False])
def test_the_box_grows_away_from_its_edge_of_the_screen(at_bottom: bool) -> None:
    painter = make_painter(at_bottom=at_bottom)
    one, two = (
        painter.painted_areas(OverlayScene(rows))[0] for rows in ((row("a"),), (row("a"), row("b")))
    )
    assert two.height() > one.height()
    assert (two.bottom() == one.bottom()) is at_bottom
    assert (two.top() == one.top()) is not at_bottom


@pytest.mark.parametrize("at_bottom", [True, False])
def test_the_status_stands_beside_captions_and_does_not_move_them(at_bottom: bool) -> None:
    painter = make_painter(at_bottom=at_bottom)
    rows = (row("one"), row("two"))
    box, pill = painter.painted_areas(OverlayScene(rows, "No microphone: plug one in"))
    assert [box] == painter.painted_areas(OverlayScene(rows))
    assert not box.intersects(pill)
    assert (pill.bottom() < box.top()) is at_bottom
    inside = picture(painter, OverlayScene((), "Starting"), "#000000")
    assert has(inside, (0xFF, 0xB0, 0x20))


@pytest.mark.parametrize("window_opacity", [0.0, 0.8], ids=["without a box", "with a box"])
@pytest.mark.parametrize(
    ("align", "side"), [("left", np.min), ("centre", np.mean), ("right", np.max)]
)
def test_the_status_is_aligned_with_what_the_rows_stand_on(
    align: str, side: Callable[[npt.NDArray[np.int64]], float], window_opacity: float
) -> None:
    painter = make_painter(
        AppearanceSettings(align=align, window_opacity=window_opacity, background_opacity=1.0)
    )
    rows, status = (
        np.nonzero(layer(painter, scene)[:, :, 3].any(axis=0))[0]
        for scene in (OverlayScene((row("a row of words"),)), OverlayScene((), "Starting"))
    )
    assert side(status) == pytest.approx(side(rows), abs=1)


def test_the_status_is_readable_whatever_captions_look_like() -> None:
    hidden = replace(BARE, committed_colour="#000000", edge="none", text_opacity=0)
    shown = picture(make_painter(hidden), OverlayScene((), "Starting"), "#ffffff")
    assert has(shown, WHITE)
    assert has(shown, (51, 51, 51))


def test_a_long_status_is_broken_into_lines_and_stays_inside() -> None:
    painter = make_painter()
    (pill,) = painter.painted_areas(OverlayScene((), "plug in a microphone or " * 40))
    (short,) = painter.painted_areas(OverlayScene((), "plug"))
    assert short.height() < pill.height()
    full = painter.painted_areas(OverlayScene((row("a"), row("b")), "x" * 5000))
    assert all(area.top() >= 0 and area.right() <= painter.size.width() for area in full)


def test_words_read_from_right_to_left_start_at_the_right() -> None:
    painter = make_painter()
    shown = picture(painter, (row("مرحبا", " بالعالم"),))
    white = np.flatnonzero((shown == 255).all(axis=2).any(axis=0))
    grey = np.flatnonzero((shown == 191).all(axis=2).any(axis=0))
    assert white.min() > 500
    assert np.median(grey) < white.min()
    alone = picture(painter, (row("مرحبا"),))
    assert (shown[:, white.min() - 3 :] == alone[:, white.min() - 3 :]).all()


ODD_TEXTS = {
    "markup": "<b>bold</b> &amp; <img src=x>",
    "control characters": "a\x00b\x07c\x1b[31md\x7f\x85\u2028e",
    "only combining marks": "\u0301" * 50,
    "a letter with 10,000 marks": "a" + "\u0301" * 10_000,
    "10,000 characters without width": "\u200b" * 10_000,
    "bidi overrides": "\u202eabc\u202c \u2066def",
    "Chinese": "今天天气很好。",
    "emoji": "👩‍👩‍👧‍👦 🎉 ❤️ 1️⃣",
    "Thai and Hindi": "สวัสดี नमस्ते",
    "lone surrogate": "a\ud83db",
    "a word of 10,000 letters": "x" * 10_000,
    "mixed directions": "abc שלום def مرحبا 123",
    "not a character": "\uffff\ufffe\ufeff",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_any_text_can_be_measured_and_painted(text: str) -> None:
    painter = make_painter()
    assert painter.measure(text) >= 0
    for split in (0, 1, len(text) // 2, len(text)):
        picture(painter, OverlayScene((row(text[:split], text[split:]),), text))


def test_markup_is_shown_as_it_is_written() -> None:
    painter = make_painter()
    assert painter.measure("<b>bold</b>") > painter.measure("bold") * 1.5


def test_control_characters_take_no_room() -> None:
    painter = make_painter()
    assert painter.measure("a\x00b\x07") == painter.measure("ab")


def test_a_word_of_ten_thousand_letters_is_laid_out_by_measuring_each_letter_a_few_times() -> None:
    painter = make_painter()
    measured: list[int] = []

    def measure(text: str) -> float:
        measured.append(len(text))
        return painter.measure(text)

    roll = create_display(CaptionStyle(), measure, 700)
    rows = roll.show(Transcript().apply(Partial("x" * 10_000)), now=0.0)
    assert sum(measured) < 50 * 10_000
    assert all(painter.measure(item.text) <= 700 for item in rows)


def test_pictures_are_sharp_at_any_scale() -> None:
    painter = make_painter()
    for scale in (1, 1.25, 1.5, 2, 3):
        shown = picture(painter, (row("Sharp"),), scale=scale)
        assert has(shown, WHITE)
        assert shown.shape[0] == pytest.approx(painter.size.height() * scale, abs=1)


def test_memory_stays_bounded_over_many_rows_and_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "MAX_GLYPHS", 50)
    painter = make_painter()
    for number in range(40):
        picture(painter, (row(f"row {number}: {chr(0x100 + number)}"),))
    assert len(painter._rows._pictures) <= 24
    assert len(painter._rows._atlas._pictures) <= 50


def test_a_frame_with_one_new_word_draws_one_row_and_no_letter_again() -> None:
    painter = make_painter()
    drawn_rows, letters = painter._rows._pictures, painter._rows._atlas._pictures
    words = ["it", "was", "the", "age", "of", "wisdom", "it", "was"]
    for count in range(1, 8):
        scene = (row("It was the best of times"), row("it", " " + " ".join(words[:count])))
        picture(painter, scene)
        assert len(drawn_rows) == 1 + count
        drawn = {key: id(letter) for key, letter in letters.items()}
        painter._rows.draw_row(scene[1])
        assert {key: id(letter) for key, letter in letters.items()} == drawn
