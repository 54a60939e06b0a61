"""Creates the destinations that are reached by HTTP POST."""

from collections.abc import Awaitable, Callable
from typing import Literal

from captions.app.outputs.output_secrets import webhook_signing_store
from captions.history.data_folder import find_data_folder
from captions.outputs.destination import Destination, OutputKind
from captions.outputs.platforms import addresses
from captions.outputs.platforms.addresses import AddressRule
from captions.outputs.platforms.platform_profile import PlatformProfile
from captions.outputs.platforms.post_sender import PostSender
from captions.outputs.platforms.sequence_numbers import SequenceNumbers
from captions.outputs.platforms.teams import TeamsProfile
from captions.outputs.platforms.webhook import WebhookProfile
from captions.outputs.platforms.youtube import YouTubeProfile
from captions.outputs.platforms.zoom import ZoomProfile
from captions.settings.schema import Settings

PlatformKind = Literal[OutputKind.YOUTUBE, OutputKind.ZOOM, OutputKind.TEAMS, OutputKind.WEBHOOK]
ADDRESS_RULES: dict[OutputKind, AddressRule] = {
    OutputKind.YOUTUBE: addresses.YOUTUBE,
    OutputKind.ZOOM: addresses.ZOOM,
    OutputKind.TEAMS: addresses.TEAMS,
    OutputKind.WEBHOOK: addresses.WEBHOOK,
}
"""Rules for the address of each platform."""
_NUMBERS_FILE = "post-numbers.json"


def make_platform(
    kind: PlatformKind, settings: Settings, read_address: Callable[[], Awaitable[str]]
) -> Destination:
    """Return a destination.

    Args:
        kind: the platform.
        settings: settings currently in use.
        read_address: returns the address.
    """
    return PostSender(_make_profile(kind, settings), read_address)


def _make_profile(kind: PlatformKind, settings: Settings) -> PlatformProfile:
    numbers = SequenceNumbers(find_data_folder() / _NUMBERS_FILE)
    match kind:
        case OutputKind.YOUTUBE:
            return YouTubeProfile(numbers)
        case OutputKind.ZOOM:
            return ZoomProfile(numbers, settings.recognition.language)
        case OutputKind.TEAMS:
            return TeamsProfile()
        case OutputKind.WEBHOOK:
            partials = settings.outputs.webhook.partials
            return WebhookProfile(webhook_signing_store().read, partials=partials)
