"""How captions will look, painted by the overlay's own painter over a bright and a dark picture."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QRadialGradient
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from captions.model.rows import Row, Rows, Run
from captions.settings import AppearanceSettings
from captions.ui.look import look
from captions.ui.painter import CaptionPainter, Scene
from captions.ui.typeset import Typesetter

_HEIGHT = 132
_EDGE = 10
"""Between captions and the picture's edges, in logical pixels."""
_BRIGHT = ("#eaf3fb", "#f6e7c8", "#ffffff")
_DARK = ("#0c1a2b", "#28202f", "#3d5a73")
"""Of each picture the top, the bottom and a light."""


class Preview(QWidget):
    """A bright and a dark picture with the same caption; one that is too large is made smaller."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = _sample(self.tr("These words stay,"), self.tr("these may change"))
        self._appearance: AppearanceSettings | None = None
        self._painter: CaptionPainter | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Preview"))
        self.setAccessibleDescription(self.tr("Two rows of captions as they will look."))

    def show_appearance(self, appearance: AppearanceSettings) -> None:
        """Show the captions in another look."""
        if appearance == self._appearance:
            return
        self._appearance = appearance
        seen = look(appearance)
        typesetter = Typesetter(seen.font)
        width = max(typesetter.measure(row.text) for row in self._rows)
        self._painter = CaptionPainter(seen, width, len(self._rows), at_bottom=True)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(560, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        middle = self.width() / 2
        for left, colours in ((0.0, _BRIGHT), (middle, _DARK)):
            area = QRectF(left, 0, middle, self.height())
            _paint_picture(painter, area, colours)
            if self._painter is not None:
                _paint_caption(painter, area, self._painter, Scene(self._rows))


def _sample(said: str, guessed: str) -> Rows:
    return (Row((Run(said, settled=True),)), Row((Run(guessed, settled=False),)))


def _paint_picture(painter: QPainter, area: QRectF, colours: tuple[str, str, str]) -> None:
    top, bottom, light = map(QColor, colours)
    ground = QLinearGradient(area.topLeft(), area.bottomLeft())
    ground.setColorAt(0, top)
    ground.setColorAt(1, bottom)
    painter.fillRect(area, ground)
    sun = QPointF(area.left() + area.width() * 0.78, area.height() * 0.3)
    glow = QRadialGradient(sun, area.height() * 0.9)
    glow.setColorAt(0, light)
    light.setAlpha(0)
    glow.setColorAt(1, light)
    painter.fillRect(area, glow)


def _paint_caption(painter: QPainter, area: QRectF, captions: CaptionPainter, scene: Scene) -> None:
    box = QRectF()
    for part in captions.areas(scene):
        box |= part
    room = area.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    scale = min(1.0, room.width() / box.width(), room.height() / box.height())
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.translate(room.center())
    painter.scale(scale, scale)
    painter.translate(-box.center())
    captions.paint(painter, scene)
    painter.restore()
