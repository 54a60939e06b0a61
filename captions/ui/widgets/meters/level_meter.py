"""A level meter: shows the current level of a sound and the latest peak."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

FLOOR_DBFS = -60.0
"""Level at the left end, in dBFS; anything softer counts as silence."""
_LOUD_DBFS = -12.0
"""Level at which the bar turns yellow, in dBFS."""
_TOO_LOUD_DBFS = -3.0
"""Level at which the bar turns red, in dBFS."""
_PEAK_DECAY_DB = 1.2
"""Decay of the peak mark at each update, in dB."""
_HEIGHT = 14
"""Preferred height, in logical pixels."""


class LevelMeter(QWidget):
    """A bar for the level, with a mark at the latest peak."""

    def __init__(self) -> None:
        super().__init__()
        self._rms = self._peak = FLOOR_DBFS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(200)

    @property
    def shown_levels(self) -> tuple[float, float]:
        """Displayed peak and level, in dBFS."""
        return self._peak, self._rms

    def set_level(self, peak: float, rms: float) -> None:
        """Show a peak and a level, in dBFS; digital silence is minus infinity."""
        decayed = max(self._peak - _PEAK_DECAY_DB, FLOOR_DBFS)
        shown = (min(max(peak, decayed), 0.0), min(max(rms, FLOOR_DBFS), 0.0))
        if shown != self.shown_levels:
            self._peak, self._rms = shown
            self.update()

    def clear_level(self) -> None:
        """Show that no sound arrives."""
        self._rms = self._peak = FLOOR_DBFS
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(self.rect())
        radius = area.height() / 2
        groove = QColor(self.palette().color(QPalette.ColorRole.WindowText))
        groove.setAlphaF(0.16)
        painter.setBrush(groove)
        painter.drawRoundedRect(area, radius, radius)
        bar = QRectF(area)
        bar.setWidth(area.width() * _level_fraction(self._rms))
        if bar.width() >= area.height():
            painter.setBrush(_level_gradient(area.width()))
            painter.drawRoundedRect(bar, radius, radius)
        if self._peak > FLOOR_DBFS:
            painter.setBrush(self.palette().color(QPalette.ColorRole.WindowText))
            left = min(area.width() * _level_fraction(self._peak), area.width() - radius)
            painter.drawRect(QRectF(left, 1, 2, area.height() - 2))


def _level_fraction(dbfs: float) -> float:
    """Return how far along the bar a level is, from 0 at `FLOOR_DBFS` to 1 at full scale."""
    return 1 - dbfs / FLOOR_DBFS


def _level_gradient(width: float) -> QLinearGradient:
    gradient = QLinearGradient(0, 0, width, 0)
    gradient.setColorAt(0, QColor("#2e9e5b"))
    gradient.setColorAt(_level_fraction(_LOUD_DBFS) - 0.06, QColor("#35b368"))
    gradient.setColorAt(_level_fraction(_LOUD_DBFS) + 0.04, QColor("#e0a100"))
    gradient.setColorAt(_level_fraction(_TOO_LOUD_DBFS), QColor("#d93025"))
    return gradient
