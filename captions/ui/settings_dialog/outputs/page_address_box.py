"""The address of a page on its card: who can open it, and its QR code."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from captions.ui.settings_dialog.output_view import OutputView, PageReach
from captions.ui.widgets.notes import NoteLabel, NoteTone

_CODE_PX = 240
"""Size of the QR code in logical pixels; phones read it from half a metre."""


class PageAddressBox(QWidget):
    """Shows the address without its secret, and the QR code, which has it, unless it is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self._address = QLabel()
        self._reach = NoteLabel()
        self.code_button = QPushButton()
        """Shows or hides the QR code; its place is beside the other buttons of the card."""
        self._is_code_wanted = True
        self._code = QLabel()
        self._svg = b""
        self._lay_out()
        self.code_button.clicked.connect(self._toggle_code)
        self.show_view(OutputView(""))

    def show_view(self, view: OutputView) -> None:
        """Show the address, who can open it, and the code unless the user has hidden it."""
        self.setVisible(view.reach is not None)
        self._address.setText(view.address)
        is_warning = view.reach in {PageReach.NETWORK, PageReach.NO_NETWORK}
        tone = NoteTone.BAD if is_warning else NoteTone.QUIET
        self._reach.show_text(self._describe_reach(view.reach), tone)
        self._svg = view.qr_svg
        self.code_button.setEnabled(bool(view.qr_svg))
        self._update_code()

    def _lay_out(self) -> None:
        self._address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._address.setAccessibleName(self.tr("Address without its secret part"))
        explanation = self.tr(
            "For phones in the local network. Anyone who sees the code can read along."
        )
        self.code_button.setAutoDefault(False)
        self.code_button.setToolTip(explanation)
        self.code_button.setAccessibleDescription(explanation)
        self._code.setAccessibleName(self.tr("QR code of the address"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._address, self._reach, self._code):
            column.addWidget(part)

    def _describe_reach(self, reach: PageReach | None) -> str:
        match reach:
            case PageReach.COMPUTER:
                return self.tr("Only programs on this computer can open it.")
            case PageReach.NETWORK:
                return self.tr(
                    "Warning: everyone in your local network who has the address or the code can "
                    "read your captions. The connection is not encrypted."
                )
            case PageReach.NO_NETWORK:
                return self.tr(
                    "No other device can open it: this computer is not connected to a network."
                )
            case None:
                return ""

    def _toggle_code(self) -> None:
        self._is_code_wanted = not self._is_code_wanted
        self._update_code()

    def _update_code(self) -> None:
        shown = self._is_code_wanted and bool(self._svg)
        self.code_button.setText(self.tr("Hide QR code") if shown else self.tr("Show QR code"))
        self._code.setVisible(shown)
        if shown:
            self._code.setPixmap(_make_pixmap(self._svg, self.devicePixelRatio()))


def _make_pixmap(svg: bytes, scale: float) -> QPixmap:
    """Return a QR code whose modules are all of the same number of physical pixels."""
    pixmap = QPixmap()
    pixmap.loadFromData(svg)
    modules = max(1, pixmap.width())  # The SVG has a pixel for each.
    side = modules * max(1, int(_CODE_PX * scale) // modules)
    pixmap = pixmap.scaled(side, side)
    pixmap.setDevicePixelRatio(scale)
    return pixmap
