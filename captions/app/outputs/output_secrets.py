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
    OutputKind.OBS: (("obs password", OBS_VARIABLE),),
    OutputKind.YOUTUBE: (("youtube", YOUTUBE_VARIABLE),),
    OutputKind.ZOOM: (("zoom", ZOOM_VARIABLE),),
    OutputKind.TEAMS: (("teams", TEAMS_VARIABLE),),
    OutputKind.WEBHOOK: (
        ("webhook", WEBHOOK_VARIABLE),
        ("webhook secret", WEBHOOK_SECRET_VARIABLE),
    ),
}
"""Name in the keyring and environment variable of each secret that the user enters."""


def list_secret_stores(kind: OutputKind) -> tuple[SecretStore, ...]:
    """Return the stores of the secrets that the user enters for an output, the main one first.

    That is the address of a platform, or the password of OBS. The second one of the webhook is the
    key that signs its posts. Pages have none.
    """
    return tuple(SecretStore(*names) for names in _NAMES.get(kind, ()))


def webhook_signing_store() -> SecretStore:
    """Return the store of the key that signs the posts of the webhook."""
    return list_secret_stores(OutputKind.WEBHOOK)[1]
