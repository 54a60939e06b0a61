"""A switch that allows one server to be sent the key unencrypted."""

from PySide6.QtWidgets import QCheckBox
from typing_extensions import override

from captions.protocol.addresses import origin
from captions.ui.dialog.editors import Editor


class PlainKeySwitch(Editor):
    """On if the setting names the present server; another server is not allowed by that."""

    def __init__(self) -> None:
        self._box = QCheckBox()
        super().__init__(self._box)
        self._box.setText(self.tr("Send the key without encryption"))
        self._server = ""
        self._box.clicked.connect(self._choose)

    def set_server(self, server: str) -> None:
        """Set the address of the present server."""
        self._server = server

    @override
    def show_value(self, value: str) -> None:
        self._box.setChecked(bool(value) and origin(value) == origin(self._server))

    def _choose(self) -> None:
        self.edited.emit(self._server if self._box.isChecked() else "")
