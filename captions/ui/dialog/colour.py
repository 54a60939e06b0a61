"""An editor for a colour: the eight of the captioning rules at hand, any other by its dialog."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QColorDialog, QMenu, QPushButton, QWidget
from typing_extensions import override

from captions.ui.dialog.editors import Editor

_SWATCH = QSize(28, 14)
_WIDTH = 130
"""Logical pixels, both."""


class Colour(Editor):
    """A button in the colour, which opens a list of colours."""

    def __init__(self) -> None:
        self._button = QPushButton()
        super().__init__(self._button)
        self._value = ""
        self._name = ""
        self._button.setAutoDefault(False)
        self._button.setMinimumWidth(_WIDTH)
        self._button.setIconSize(_SWATCH)
        self._button.setMenu(self._menu())

    @override
    def show_value(self, value: str) -> None:
        self._value = value
        self._button.setIcon(_swatch(value, self._button))
        self._button.setText(self._names().get(value, value))
        self._button.setAccessibleName(f"{self._name} {self._button.text()}".strip())

    @override
    def describe(self, name: str, explanation: str) -> None:
        super().describe(name, explanation)
        self._name = name

    def _menu(self) -> QMenu:
        menu = QMenu(self._button)
        for value, name in self._names().items():
            menu.addAction(_swatch(value, menu), name).setData(value)
        menu.triggered.connect(self._choose)
        menu.addSeparator()
        menu.addAction(self.tr("Another colour…")).triggered.connect(self._ask)
        return menu

    def _names(self) -> dict[str, str]:
        """The eight colours of 47 CFR 79.103(c)(3)."""
        return {
            "#ffffff": self.tr("White"),
            "#000000": self.tr("Black"),
            "#ff0000": self.tr("Red"),
            "#00ff00": self.tr("Green"),
            "#0000ff": self.tr("Blue"),
            "#ffff00": self.tr("Yellow"),
            "#ff00ff": self.tr("Magenta"),
            "#00ffff": self.tr("Cyan"),
        }

    def _choose(self, action: QAction) -> None:
        if action.data() is not None:
            self._tell(action.data())

    def _ask(self) -> None:
        # Not `getColor`, which would run a loop of its own inside the app's.
        chooser = QColorDialog(QColor(self._value), self._button.window())
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.colorSelected.connect(lambda colour: self._tell(colour.name()))
        chooser.open()

    def _tell(self, value: str) -> None:
        if value != self._value:
            self.show_value(value)
            self.edited.emit(value)


def _swatch(value: str, on: QWidget) -> QIcon:
    scale = on.devicePixelRatioF()
    picture = QPixmap(_SWATCH * scale)
    picture.setDevicePixelRatio(scale)
    painter = QPainter(picture)
    area = picture.rect().size() / scale
    painter.fillRect(0, 0, area.width(), area.height(), QColor(value))
    rim = QColor(on.palette().color(QPalette.ColorRole.ButtonText))
    rim.setAlphaF(0.5)
    painter.setPen(rim)
    painter.drawRect(0, 0, area.width() - 1, area.height() - 1)
    painter.end()
    return QIcon(picture)
