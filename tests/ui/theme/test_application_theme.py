"""The theme of the application: palette, style and icons, as the system has it at the moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QStyle,
    QStyleFactory,
    QWidget,
)
from pytestqt.qtbot import QtBot

from captions import resources
from captions.ui.theme.application_theme import ApplicationTheme
from captions.ui.theme.colours import (
    DARK,
    HIGH_CONTRAST_DARK,
    HIGH_CONTRAST_LIGHT,
    LIGHT,
    ThemeColours,
    with_accent,
)
from captions.ui.theme.drawn_icons import make_icon
from captions.ui.theme.metrics import CONTROL_HEIGHT
from captions.ui.theme.palette import (
    FUSION_ACCENT,
    find_accent,
    find_colours,
    is_light,
    make_palette,
)

HIGH, NO_PREFERENCE = Qt.ContrastPreference.HighContrast, Qt.ContrastPreference.NoPreference
ICONS = sorted(path.stem for path in resources.resource_path("icons").glob("*.svg"))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[ApplicationTheme]:
    """The theme of the test's application, taken off again afterwards."""
    palette, style = QPalette(qapp.palette()), qapp.style().objectName()
    applied = ApplicationTheme(qapp)
    yield applied
    qapp.setStyle(QStyleFactory.create(style))
    qapp.setPalette(palette)
    applied.deleteLater()


def test_windows_follow_from_light_to_dark_and_back(theme: ApplicationTheme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    grounds = []
    for dark in (False, True, False):
        theme.show_scheme(dark=dark)
        QApplication.processEvents()
        grounds.append(window.palette().window().color().name())
    assert grounds == [LIGHT.window, DARK.window, LIGHT.window]


def test_windows_are_black_and_white_while_the_user_wants_more_contrast(
    theme: ApplicationTheme, qapp: QApplication
) -> None:
    hints = qapp.styleHints()
    contrast = hints.accessibility()
    seen = []
    for wanted in (HIGH, NO_PREFERENCE):
        contrast.contrastPreferenceChanged.emit(wanted)
        for dark in (False, True):
            theme.show_scheme(dark=dark)
            colours = find_colours(qapp.palette())
            seen.append((colours.window, colours.text, colours.is_high_contrast))
    black, white = HIGH_CONTRAST_DARK.window, HIGH_CONTRAST_LIGHT.window
    assert (black, white) == ("#000000", "#ffffff")
    assert seen == [
        (white, black, True),
        (black, white, True),
        (LIGHT.window, LIGHT.text, False),
        (DARK.window, DARK.text, False),
    ]


def test_an_unknown_scheme_is_that_of_the_system_s_palette(
    theme: ApplicationTheme, qapp: QApplication
) -> None:
    theme.show_scheme(dark=True)
    theme.follow_scheme()
    assert is_light(qapp.palette()), "the offscreen platform is light, and does not say so"


def test_without_an_accent_of_the_system_qt_s_is_shaded_until_it_is_legible(
    theme: ApplicationTheme, qapp: QApplication
) -> None:
    for dark, colours in ((False, LIGHT), (True, DARK), (False, LIGHT)):
        theme.show_scheme(dark=dark)
        accent = with_accent(colours, FUSION_ACCENT).accent
        assert qapp.palette().highlight().color().name() == accent
        assert find_colours(qapp.palette()).accent == accent


@pytest.mark.parametrize(
    ("roles", "accent"),
    [
        ({"Highlight": "#26a269", "Accent": FUSION_ACCENT}, "#26a269"),
        ({"Highlight": "#26a269", "Accent": "#9141ac"}, "#9141ac"),
    ],
    ids=["a desktop that sets only the colour of selections", "a desktop that sets the accent"],
)
def test_the_accent_is_the_system_s(roles: dict[str, str], accent: str) -> None:
    palette = QPalette(QColor("#efefef"))
    for role, colour in roles.items():
        palette.setColor(QPalette.ColorRole[role], QColor(colour))
    assert find_accent(palette) == accent
    assert find_colours(palette).accent == with_accent(LIGHT, accent).accent


def test_selections_are_left_to_a_system_that_has_an_accent() -> None:
    for kept, is_set in ((True, True), (False, False)):
        palette = make_palette(LIGHT, selections=kept)
        for role in (QPalette.ColorRole.Highlight, QPalette.ColorRole.HighlightedText):
            assert palette.isBrushSet(QPalette.ColorGroup.Active, role) is is_set


@pytest.mark.usefixtures("theme")
@pytest.mark.parametrize("make", [QPushButton, QComboBox, QLineEdit, QDoubleSpinBox])
def test_controls_are_high_enough_to_be_touched(qtbot: QtBot, make: type[QWidget]) -> None:
    control = make()
    qtbot.addWidget(control)
    assert control.sizeHint().height() >= CONTROL_HEIGHT


@pytest.mark.usefixtures("theme")
def test_entries_of_menus_are_high_enough_to_be_touched_and_lines_between_them_are_not(
    qtbot: QtBot,
) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    entry, line = menu.addAction("Copy"), menu.addSeparator()
    more = menu.addMenu("More").menuAction()
    assert min(menu.actionGeometry(action).height() for action in (entry, more)) >= CONTROL_HEIGHT
    assert menu.actionGeometry(line).height() < CONTROL_HEIGHT / 2


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_in_the_colour_of_the_text(name: str) -> None:
    for colours in (LIGHT, DARK):
        picture = make_icon(name, make_palette(colours)).pixmap(QSize(48, 48)).toImage()
        inks = {
            picture.pixelColor(x, y).name()
            for x in range(48)
            for y in range(48)
            if picture.pixelColor(x, y).alpha() == 255
        }
        assert inks == {colours.text}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0])
def test_an_icon_has_a_picture_for_each_scale(scale: float) -> None:
    icon = make_icon("search", make_palette(LIGHT))
    side = round(16 * scale)
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        assert QSize(side, side) in icon.availableSizes(mode)


@pytest.mark.parametrize("name", ICONS)
def test_a_drawing_takes_its_colour_from_the_theme(name: str) -> None:
    text = Path(resources.resource_path(f"icons/{name}.svg")).read_text(encoding="utf-8")
    assert 'stroke="currentColor"' in text
    assert "#" not in text
    assert 'viewBox="0 0 16 16"' in text


def test_a_default_button_has_the_accent_colour(theme: ApplicationTheme, qtbot: QtBot) -> None:
    for dark in (False, True):
        theme.show_scheme(dark=dark)
        button = QPushButton()
        qtbot.addWidget(button)
        button.setDefault(True)
        button.resize(100, CONTROL_HEIGHT)
        picture = button.grab().toImage()
        accent = QColor(find_colours(button.palette()).accent)
        assert picture.convertToFormat(QImage.Format.Format_RGB32).pixelColor(50, 16) == accent


@pytest.mark.usefixtures("theme")
def test_the_arrow_of_a_selected_menu_item_has_the_colour_of_its_text(qtbot: QtBot) -> None:
    menu, sub_menu = QMenu(), QMenu("Look")
    qtbot.addWidget(menu)
    qtbot.addWidget(sub_menu)
    action = menu.addMenu(sub_menu)
    menu.popup(QPoint(0, 0))
    menu.setActiveAction(action)
    row = menu.actionGeometry(action)
    picture = menu.grab(QRect(row.right() - 16, row.top(), 16, row.height())).toImage()
    text = menu.palette().color(QPalette.ColorRole.HighlightedText)
    pixels = [picture.pixelColor(x, y) for x in range(16) for y in range(picture.height())]
    nearest = min(abs(colour.lightness() - text.lightness()) for colour in pixels)
    menu.close()
    assert nearest < 60, "a thin line is smoothed, so no pixel has the full colour"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_transparent_background_does_not_change_the_theme(theme: ThemeColours) -> None:
    palette = make_palette(theme)
    palette.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.transparent)
    assert is_light(palette) is (theme is LIGHT)


@pytest.mark.parametrize("button", ["Ok", "Cancel", "Save", "Close", "Yes", "Discard"])
def test_buttons_of_dialogs_have_no_icons(
    theme: ApplicationTheme, qapp: QApplication, button: str
) -> None:
    theme.show_scheme(dark=False)
    icon = QStyle.StandardPixmap[f"SP_Dialog{button}Button"]
    assert qapp.style().standardIcon(icon).isNull()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("icon", "colour"),
    [
        (QStyle.StandardPixmap.SP_MessageBoxWarning, "attention"),
        (QStyle.StandardPixmap.SP_MessageBoxCritical, "bad"),
        (QStyle.StandardPixmap.SP_LineEditClearButton, "disabled_text"),
    ],
)
def test_icons_that_qt_shows_by_itself_are_ours(
    theme: ApplicationTheme,
    qapp: QApplication,
    icon: QStyle.StandardPixmap,
    colour: str,
    dark: bool,
) -> None:
    theme.show_scheme(dark=dark)
    image = qapp.style().standardIcon(icon).pixmap(QSize(32, 32), 1.0).toImage()
    inks = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {getattr(DARK if dark else LIGHT, colour)}
