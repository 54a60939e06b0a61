"""Level meters: one for each lane, with the name of the device that the lane listens to."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from captions.ui.theme.metrics import GRID
from captions.ui.widgets.meters.level_meter import LevelMeter
from captions.ui.widgets.notes import reserve_accents
from captions.wording.status import LaneDevice

_NAME_WIDTH = 22 * GRID
"""Maximum width of a device's name, in logical pixels."""


class LaneMeters(QWidget):
    """A meter below the other for each lane."""

    def __init__(self, name: str) -> None:
        """Show one meter without a device; ``name`` is the name of the meters' group."""
        super().__init__()
        self._name = name
        self._meters: dict[str, LevelMeter] = {}
        """Meters by the name of their lane."""
        self._labels: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_devices((LaneDevice("", "", is_heard=True),))

    def show_devices(self, devices: Sequence[LaneDevice]) -> None:
        """Show a meter for each of these devices; the level of one that is not heard is none."""
        if [device.lane for device in devices] != list(self._meters):
            self._replace_meters([device.lane for device in devices])
        for device in devices:
            label, meter = self._labels[device.lane], self._meters[device.lane]
            label.setText(self._shorten(device.title))
            reserve_accents(label)
            label.setToolTip(device.title)
            label.setVisible(bool(device.title))
            meter.setAccessibleName(f"{self._name} {device.title}".strip())
            if not device.is_heard:
                meter.clear_level()

    def set_level(self, lane: str, peak: float, rms: float) -> None:
        """Show a peak and a level of a lane, in dBFS; a lane without a meter is left out."""
        if lane in self._meters:
            self._meters[lane].set_level(peak, rms)

    def _shorten(self, title: str) -> str:
        """Return a name that leaves room for the meter; drivers give names of any length."""
        elide = Qt.TextElideMode.ElideMiddle
        return self.fontMetrics().elidedText(title, elide, _NAME_WIDTH)

    def _replace_meters(self, lanes: Sequence[str]) -> None:
        for widget in (*self._labels.values(), *self._meters.values()):
            self._grid.removeWidget(widget)
            widget.setParent(None)
        self._labels = {lane: QLabel() for lane in lanes}
        self._meters = {lane: LevelMeter() for lane in lanes}
        for row, lane in enumerate(lanes):
            self._grid.addWidget(self._labels[lane], row, 0)
            self._grid.addWidget(self._meters[lane], row, 1)
