"""The secrets of the outputs: which of them the user enters, and where they are stored."""

from captions.credentials import SecretStore
from captions.credentials.secret_store import (
    OBS_VARIABLE,
    TEAMS_VARIABLE,
    WEBHOOK_SECRET_VARIABLE,
    WEBHOOK_VARIABLE,
    YOUTUBE_VARIABLE,
    ZOOM_VARIABLE,
)
from captions.outputs.destination import OutputKind

_NAMES = {
    OutputKind.OBS: ("obs password", OBS_VARIABLE),
    OutputKind.YOUTUBE: ("youtube", YOUTUBE_VARIABLE),
    OutputKind.ZOOM: ("zoom", ZOOM_VARIABLE),
    OutputKind.TEAMS: ("teams", TEAMS_VARIABLE),
    OutputKind.WEBHOOK: ("webhook", WEBHOOK_VARIABLE),
}
"""Name in the keyring and environment variable of each secret that the user enters."""


def find_secret_store(kind: OutputKind) -> SecretStore | None:
    """Return the store of the secret that the user enters for an output; `None` if it has none."""
    return SecretStore(*_NAMES[kind]) if kind in _NAMES else None


def webhook_signing_store() -> SecretStore:
    """Return the store of the key that signs the posts of the webhook."""
    return SecretStore("webhook secret", WEBHOOK_SECRET_VARIABLE)
