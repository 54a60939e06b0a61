"""A level meter: how loud the microphone is, now and at its latest peak."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

FLOOR_DBFS = -60.0
"""The level at the left end; what is softer is silence."""
_LOUD_DBFS = -12.0
_TOO_LOUD_DBFS = -3.0
_FALL_DB = 1.2
"""How much the mark of the peak falls at each level that is shown."""
_HEIGHT = 14


class LevelMeter(QWidget):
    """A bar as long as the level is high, and a mark where the peak was."""

    def __init__(self) -> None:
        super().__init__()
        self._rms = self._peak = FLOOR_DBFS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(200)

    @property
    def shown(self) -> tuple[float, float]:
        """The peak and the level that are shown, in dBFS."""
        return self._peak, self._rms

    def set_level(self, peak: float, rms: float) -> None:
        """Show how loud it is, in dBFS; digital silence is minus infinity."""
        falling = max(self._peak - _FALL_DB, FLOOR_DBFS)
        shown = (min(max(peak, falling), 0.0), min(max(rms, FLOOR_DBFS), 0.0))
        if shown != self.shown:
            self._peak, self._rms = shown
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
        bar.setWidth(area.width() * _share(self._rms))
        if bar.width() >= area.height():
            painter.setBrush(_colours(area.width()))
            painter.drawRoundedRect(bar, radius, radius)
        if self._peak > FLOOR_DBFS:
            painter.setBrush(self.palette().color(QPalette.ColorRole.WindowText))
            left = min(area.width() * _share(self._peak), area.width() - radius)
            painter.drawRect(QRectF(left, 1, 2, area.height() - 2))


def _share(dbfs: float) -> float:
    return 1 - dbfs / FLOOR_DBFS


def _colours(width: float) -> QLinearGradient:
    gradient = QLinearGradient(0, 0, width, 0)
    gradient.setColorAt(0, QColor("#2e9e5b"))
    gradient.setColorAt(_share(_LOUD_DBFS) - 0.06, QColor("#35b368"))
    gradient.setColorAt(_share(_LOUD_DBFS) + 0.04, QColor("#e0a100"))
    gradient.setColorAt(_share(_TOO_LOUD_DBFS), QColor("#d93025"))
    return gradient
