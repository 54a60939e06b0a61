"""A preview of captions, painted by the overlay's painter over a bright and a dark picture."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRadialGradient,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from captions.model.rows import Row, Rows, TextRun
from captions.settings.schema import AppearanceSettings
from captions.ui.overlay.look import compute_look
from captions.ui.overlay.painter import CaptionPainter, OverlayScene
from captions.ui.overlay.painting.painter_shape import PainterShape
from captions.ui.text.typeset import Typesetter
from captions.ui.theme.metrics import CARD_RADIUS, TEXT_WIDTH

MIN_HEIGHT, _HEIGHT = 64, 132
"""Minimum and usual height of the preview, in logical pixels."""
_EDGE = 10
"""Minimum space between captions and picture edges, in logical pixels."""
_BRIGHT = ("#eaf3fb", "#f6e7c8", "#ffffff")
"""Colours of the bright picture: top, bottom and light source."""
_DARK = ("#0c1a2b", "#28202f", "#3d5a73")
"""Colours of the dark picture: top, bottom and light source."""


class CaptionPreview(QWidget):
    """The same caption on a bright and a dark picture; large captions are scaled down to fit."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = _sample_rows(
            self.tr("These words no longer change,"), self.tr("these may still change")
        )
        self._appearance: AppearanceSettings | None = None
        self._painter: CaptionPainter | None = None
        self.setFixedHeight(_HEIGHT)
        self.setMaximumWidth(TEXT_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Preview"))
        self.setAccessibleDescription(self.tr("Shows two rows of captions with your settings."))

    def limit_height(self, height: int) -> None:
        """Take no more height than this, in logical pixels, but at least `MIN_HEIGHT`."""
        self.setFixedHeight(max(MIN_HEIGHT, min(_HEIGHT, height)))

    def show_appearance(self, appearance: AppearanceSettings) -> None:
        """Repaint the captions with other settings."""
        if appearance == self._appearance:
            return
        self._appearance = appearance
        style = compute_look(appearance)
        typesetter = Typesetter(style.font)
        width = max(typesetter.measure(row.text) for row in self._rows)
        self._painter = CaptionPainter(PainterShape(style, width, len(self._rows), at_bottom=True))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(560, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(self.rect()), CARD_RADIUS, CARD_RADIUS)
        painter.setClipPath(corners)
        middle = self.width() / 2
        for left, colours in ((0.0, _BRIGHT), (middle, _DARK)):
            area = QRectF(left, 0, middle, self.height())
            _paint_picture(painter, area, colours)
            if self._painter is not None:
                _paint_caption(painter, area, self._painter, OverlayScene(self._rows))


def _sample_rows(committed: str, partial: str) -> Rows:
    return (Row((TextRun(committed, settled=True),)), Row((TextRun(partial, settled=False),)))


def _paint_picture(painter: QPainter, area: QRectF, colours: tuple[str, str, str]) -> None:
    top, bottom, light = map(QColor, colours)
    background = QLinearGradient(area.topLeft(), area.bottomLeft())
    background.setColorAt(0, top)
    background.setColorAt(1, bottom)
    painter.fillRect(area, background)
    sun = QPointF(area.left() + area.width() * 0.78, area.height() * 0.3)
    glow = QRadialGradient(sun, area.height() * 0.9)
    glow.setColorAt(0, light)
    light.setAlpha(0)
    glow.setColorAt(1, light)
    painter.fillRect(area, glow)


def _paint_caption(
    painter: QPainter, area: QRectF, captions: CaptionPainter, scene: OverlayScene
) -> None:
    box = QRectF()
    for part in captions.painted_areas(scene):
        box |= part
    available = area.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    scale = min(1.0, available.width() / box.width(), available.height() / box.height())
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.translate(available.center())
    painter.scale(scale, scale)
    painter.translate(-box.center())
    captions.paint(painter, scene)
    painter.restore()
