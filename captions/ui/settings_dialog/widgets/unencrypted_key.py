"""A switch that allows sending the API key to one server without encryption."""

from typing_extensions import override

from captions.protocol.addresses import parse_origin
from captions.ui.settings_dialog.widgets.editors import SettingEditor
from captions.ui.widgets.controls.toggle_switch import ToggleSwitch


class PlainKeySwitch(SettingEditor):
    """Checked if the setting names the current server; the permission covers no other server."""

    def __init__(self) -> None:
        self._box = ToggleSwitch()
        super().__init__(self._box)
        self._server = ""
        self._box.clicked.connect(self._emit_edited)

    def set_server(self, server: str) -> None:
        """Set the address of the current server."""
        self._server = server

    @override
    def show_value(self, value: str) -> None:
        self._box.setChecked(bool(value) and parse_origin(value) == parse_origin(self._server))

    def _emit_edited(self) -> None:
        self.edited.emit(self._server if self._box.isChecked() else "")
