"""Sample data for the settings dialog."""

from dataclasses import fields
from pathlib import Path

from captions.credentials import KeyPlace, KeyState
from captions.settings.looks import LookStore
from captions.settings.paths import setting_paths, value_at
from captions.settings.schema import Settings
from captions.ui.models.model_view import LicenceView, ModelState, ModelsView, ModelView
from captions.ui.settings_dialog.dialog_data import DeviceChoice, DialogData

GIGABYTE = 1_000_000_000

MIT = LicenceView("MIT", "Anyone may use, change and redistribute it.")
MODELS = ModelsView(
    (
        ModelView(
            "moonshine", "Moonshine", "fast", licence=MIT, speed="6 times faster than speech."
        ),
        ModelView(
            "whisper-small",
            "Whisper small",
            "many languages",
            ("en", "de", "fr", "ja"),
            484_000_000,
            MIT,
            translates=True,
        ),
        ModelView(
            "whisper-large",
            "Whisper large",
            "accurate",
            ("en", "de", "fr", "ja"),
            3 * GIGABYTE,
            MIT,
            ModelState.AVAILABLE,
        ),
    )
)

OFFERS = DialogData(
    devices=(
        DeviceChoice("Built-in Audio", "Built-in Audio"),
        DeviceChoice("USB Microphone", "USB Microphone"),
    ),
    models=MODELS,
    languages=("en", "de", "fr", "es", "ja", "ar", "zh"),
    key=KeyState(KeyPlace.KEYRING),
    looks=LookStore(Path("/home/mary/.config/captions/looks")),
    version="0.1.0",
    folders=(("Settings", Path("/home/mary/.config/captions")),),
    diagnostics=lambda: "All is well.",
)  # fmt: skip


def differences(one: Settings, other: Settings) -> dict[str, object]:
    """Return the values of ``other`` that differ from ``one``, by path."""
    return {
        path: value_at(other, path)
        for path in setting_paths()
        if value_at(one, path) != value_at(other, path)
    }


def branches() -> list[str]:
    """Return the names of the settings' tables."""
    return [branch.name for branch in fields(Settings)]
