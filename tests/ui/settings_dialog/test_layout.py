"""The layout of all pages: few controls, high enough, and nothing cut off, in both languages."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyleFactory,
    QWidget,
)
from pytestqt.qtbot import QtBot

from captions.settings.schema import Settings
from captions.ui import translation
from captions.ui.models.model_view import ModelState, ModelsView
from captions.ui.settings_dialog.dialog import SettingsDialog
from captions.ui.settings_dialog.navigation.control_finder import collect_controls
from captions.ui.settings_dialog.pages.page import ExpandableCard, SettingsPage
from captions.ui.settings_dialog.widgets.word_lists import TryOutField
from captions.ui.theme.application_theme import ApplicationTheme
from captions.ui.theme.metrics import CONTROL_HEIGHT
from tests.support.fakes.deleted_dialogs import delete_dialog
from tests.support.fakes.dialog_data import MODELS, OFFERS
from tests.ui.settings_dialog.test_dialog import PAGES, SERVER, UNENCRYPTED, controls, show

EVERYDAY = ("listening", "language", "captions", "appearance", "words", "shortcuts", "privacy")
MAX_CONTROLS = 8
SMALL = (940, 500)
"""Space for the window on a screen of 1920 by 1080 at scale 2, without frame and panel."""
STATES: dict[str, dict[str, object]] = {
    "as it is at first": {},
    "both sources": {"sound.source": "mic+system"},
    "a recording": {"sound.source": "/home/mary/talk.wav"},
    "a server": {"recognition.server": SERVER},
    "the cloud": {"recognition.server": "wss://api.elevenlabs.io"},
    "an unencrypted server": {"recognition.server": UNENCRYPTED},
    "manual commits": {"recognition.commit_strategy": "manual"},
    "transcripts for days": {"history.keep": "days"},
}
each_state = pytest.mark.parametrize("values", STATES.values(), ids=STATES)


@pytest.fixture(scope="module", autouse=True)
def themed(qapp: QApplication) -> Iterator[ApplicationTheme]:
    palette, style = QPalette(qapp.palette()), qapp.style().objectName()
    theme = ApplicationTheme(qapp)
    yield theme
    qapp.setStyle(QStyleFactory.create(style))
    qapp.setPalette(palette)
    theme.deleteLater()


@pytest.fixture(params=["light", "dark"])
def scheme(themed: ApplicationTheme, request: pytest.FixtureRequest) -> Iterator[None]:
    """Each colour scheme."""
    themed.show_scheme(dark=request.param == "dark")
    yield
    themed.show_scheme(dark=False)


@pytest.fixture
def dialog(qapp: QApplication) -> Iterator[SettingsDialog]:
    shown = SettingsDialog(Settings(), OFFERS)
    shown.resize(*SMALL)
    shown.show()
    qapp.processEvents()
    yield shown
    delete_dialog(shown)


@pytest.fixture(params=["en", "de"])
def translated_dialog(
    qapp: QApplication, dialog: SettingsDialog, request: pytest.FixtureRequest
) -> Iterator[SettingsDialog]:
    """The dialog in each language."""
    translation.install_language(qapp, request.param)
    QApplication.processEvents()
    yield dialog
    translation.install_language(qapp, "en")


def open_everything(page: SettingsPage) -> None:
    for card in page.findChildren(ExpandableCard):
        card.expand(expanded=True)
    QApplication.processEvents()


@each_state
def test_everyday_pages_have_at_most_eight_controls(
    dialog: SettingsDialog, values: dict[str, object]
) -> None:
    counts = {}
    for name in EVERYDAY:
        show(dialog, name, values)
        counts[name] = len(controls(dialog.get_page(name)))
    assert {name: count for name, count in counts.items() if count > MAX_CONTROLS} == {}
    assert min(counts.values()) > 2


@pytest.mark.parametrize("state", [ModelState.AVAILABLE, ModelState.READY, ModelState.PARTIAL])
def test_many_recognisers_do_not_add_controls(dialog: SettingsDialog, state: ModelState) -> None:
    large = MODELS.models[2]
    many = tuple(replace(large, name=f"model-{number}", state=state) for number in range(12))
    dialog.open_page("language")
    dialog.set_models(ModelsView((MODELS.models[0], *many)))
    QApplication.processEvents()
    assert 5 <= len(controls(dialog.get_page("language"))) <= MAX_CONTROLS


@each_state
def test_no_text_is_cut_off_on_a_small_screen(
    translated_dialog: SettingsDialog, values: dict[str, object]
) -> None:
    dialog = translated_dialog
    cut = []
    for name in PAGES:
        show(dialog, name, values)
        page = dialog.get_page(name)
        open_everything(page)
        assert (dialog.width(), dialog.height()) == SMALL
        cut += [(name, text) for text in iter_cut_texts(page)]
    assert cut == []


def test_titles_of_pages_fit_beside_the_scroll_bar_of_a_low_window(
    translated_dialog: SettingsDialog,
) -> None:
    translated_dialog.resize(SMALL[0], translated_dialog.minimumHeight())
    QApplication.processEvents()
    titles = translated_dialog._navigation.pages
    assert titles.verticalScrollBar().isVisible()
    assert titles.viewport().width() >= titles.sizeHintForColumn(0)


@pytest.mark.usefixtures("scheme")
def test_the_tried_out_words_are_on_the_ground_of_captions_in_both_themes(
    dialog: SettingsDialog,
) -> None:
    dialog.open_page("words")
    QApplication.processEvents()
    (tried,) = dialog.get_page("words").findChildren(TryOutField)
    picture = tried.result.grab().toImage()
    ground = tried.result.palette().color(QPalette.ColorRole.Window)
    corners = [(0, 0), (4, picture.height() // 2), (picture.width() - 1, picture.height() - 1)]
    assert [picture.pixelColor(*place).name() for place in corners] == 3 * [ground.name()]


def iter_cut_texts(page: SettingsPage) -> Iterator[str]:
    """Yield the texts of a page that do not fit their widgets, or that lie outside the page."""
    area = page.findChild(QScrollArea)
    assert area is not None
    body = area.widget()
    assert body is not None
    if body.width() > area.viewport().width():
        yield f"The page is too wide by {body.width() - area.viewport().width()}."
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QLabel | QAbstractButton) and widget.text():
            yield from cut_text(widget)


def cut_text(widget: QLabel | QAbstractButton) -> Iterator[str]:
    needed = widget.sizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        height = widget.heightForWidth(widget.width())
        if widget.height() < height:
            yield f"{widget.text()} (height {widget.height()} of {height})"
    elif isinstance(widget, QPushButton | QLabel) and widget.width() < needed.width():
        yield f"{widget.text()} (width {widget.width()} of {needed.width()})"


@pytest.mark.parametrize("name", PAGES)
def test_controls_are_high_enough_to_be_touched(dialog: SettingsDialog, name: str) -> None:
    dialog.open_page(name)
    page = dialog.get_page(name)
    open_everything(page)
    low = [
        (control.objectName() or control.accessibleName(), control.height())
        for control in controls(page)
        if not isinstance(control, QLabel) and control.height() < CONTROL_HEIGHT
    ]
    assert low == []


@pytest.mark.parametrize("name", PAGES)
def test_the_wheel_changes_no_control_that_was_not_clicked(
    dialog: SettingsDialog, name: str
) -> None:
    for values in STATES.values():
        show(dialog, name, values)
        open_everything(dialog.get_page(name))
        before = dialog.settings
        for found in collect_controls(name, "", dialog.get_page(name)):
            if isinstance(found.control, QComboBox | QAbstractSpinBox):
                assert (
                    not found.control.focusPolicy()
                    & Qt.FocusPolicy.WheelFocus
                    & ~(Qt.FocusPolicy.StrongFocus)
                )
                found.control.setFocus(Qt.FocusReason.TabFocusReason)
                turn_wheel(found.control)
        assert dialog.settings == before


def test_a_number_follows_the_wheel_from_a_click_until_it_loses_the_focus(
    dialog: SettingsDialog, qtbot: QtBot
) -> None:
    dialog.open_page("captions")
    control = dialog.get_page("captions").editors["captions.rows"].control
    (line,) = control.findChildren(QLineEdit)
    qtbot.waitUntil(control.isVisible)
    dialog.activateWindow()
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    turn_wheel(control)
    assert dialog.settings.captions.rows == 3
    dialog._navigation.focus_pages()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    turn_wheel(control)
    assert dialog.settings.captions.rows == 3


def test_a_list_does_not_follow_the_wheel_after_a_choice(dialog: SettingsDialog) -> None:
    dialog.open_page("captions")
    control = dialog.get_page("captions").editors["window.position"].control
    QTest.mousePress(control, Qt.MouseButton.LeftButton)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    turn_wheel(control)
    assert dialog.settings.window.position == "bottom"


def turn_wheel(control: QWidget) -> None:
    """Turn the wheel by one step over a control."""
    wheel = QWheelEvent(
        QPointF(5, 5), control.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(control, wheel)
