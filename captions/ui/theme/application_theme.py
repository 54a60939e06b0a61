"""Applies the theme to the application, and follows the system from light to dark and back.

Windows 11 and macOS have good styles with colours of their own, which stay as they are: only what
we paint ourselves takes its colours from the theme. Elsewhere, `RefinedStyle` replaces Fusion.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from captions.ui.theme.colours import THEMES, with_accent
from captions.ui.theme.palette import FUSION_ACCENT, find_accent, is_light, make_palette
from captions.ui.theme.refined_style import RefinedStyle

NATIVE_STYLES = frozenset({"windows11", "macos"})
"""Names of the styles that stay as they are."""
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)


class ApplicationTheme(QWidget):
    """Keeps the palette of an application in step with the system.

    It is a window that is never shown, because Qt reports a new accent colour to windows only.
    """

    def __init__(self, app: QApplication) -> None:
        """Apply the theme; keep the object as long as the application lives."""
        super().__init__()
        self._app = app
        self._is_dark = self._is_high_contrast = False
        self._system = QPalette(app.palette())
        """Palette of the system before ours."""
        self._has_accent = find_accent(self._system) != FUSION_ACCENT
        """True if the system has an accent colour of its own."""
        self._palette = QPalette()
        """Palette that was set last, without the colours that are left to the system."""
        self._style = RefinedStyle()
        """Kept here, because Python would delete it before Qt does."""
        app.setStyle(self._style)
        # Menus, tooltips and drop-down lists appear at once, for people who want less motion too.
        for effect in _EFFECTS:
            app.setEffectEnabled(effect, enable=False)
        self._hints = app.styleHints()
        """Kept here, because PySide6 deletes its contrast together with it."""
        self._hints.colorSchemeChanged.connect(self.follow_scheme)
        contrast = self._hints.accessibility()
        contrast.contrastPreferenceChanged.connect(self.follow_contrast)
        self.follow_contrast(contrast.contrastPreference())
        self.follow_scheme()

    def follow_scheme(self) -> None:
        """Use the colours that the user has chosen in the system."""
        scheme = self._hints.colorScheme()
        is_known = scheme is not Qt.ColorScheme.Unknown
        is_dark = scheme is Qt.ColorScheme.Dark if is_known else not is_light(self._system)
        self.show_scheme(dark=is_dark)

    def follow_contrast(self, preference: Qt.ContrastPreference) -> None:
        """Use black and white if the user wants a high contrast."""
        self._is_high_contrast = preference is Qt.ContrastPreference.HighContrast
        self.show_scheme(dark=self._is_dark)

    def show_scheme(self, *, dark: bool) -> None:
        """Use light or dark colours, with the system's accent colour."""
        self._is_dark = dark
        accent = find_accent(self._app.palette()) if self._has_accent else FUSION_ACCENT
        colours = with_accent(THEMES[dark, self._is_high_contrast], accent)
        palette = make_palette(colours, selections=not self._has_accent)
        if palette != self._palette:
            self._palette = palette
            self._app.setPalette(palette)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self.show_scheme(dark=self._is_dark)


_installed: list[ApplicationTheme] = []
"""Theme in use; one for the whole process, as in Qt."""


def install_theme(app: QApplication) -> None:
    """Apply the theme to an application, unless its system has a good style of its own."""
    if app.style().objectName().lower() not in NATIVE_STYLES:
        _installed.append(ApplicationTheme(app))


def show_scheme(*, dark: bool) -> None:
    """Use light or dark colours until the system's change; for pictures and tests."""
    for theme in _installed:
        theme.show_scheme(dark=dark)
