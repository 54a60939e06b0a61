"""Creates the destinations of the outputs. What one needs is imported when it is turned on."""

from captions.app.outputs.output_secrets import list_secret_stores
from captions.errors import CaptionsError
from captions.history.data_folder import find_data_folder
from captions.outputs.caption_state import RowFormat
from captions.outputs.destination import Destination, OutputKind, Report
from captions.outputs.output_queue import OutputQueue
from captions.outputs.pages.page_address import PageSecrets
from captions.outputs.pages.page_messages import PageKind
from captions.settings.schema import Settings

PAGE_KINDS = {OutputKind.PAGE: PageKind.OVERLAY, OutputKind.AUDIENCE: PageKind.AUDIENCE}
"""Outputs that are pages."""


def make_destination(kind: OutputKind, settings: Settings) -> Destination:
    """Return a new destination of an output."""
    try:
        return _make_destination(kind, settings)
    except CaptionsError as error:
        return FailedDestination(error)


def page_secrets() -> PageSecrets:
    """Return the secrets of the pages, which are stored in the user's data folder."""
    return PageSecrets(find_data_folder())


async def read_secret(kind: OutputKind) -> str:
    """Return the address or password that the user has entered for an output; empty if none.

    Raises:
        KeyringError: the keyring is missing or locked.
    """
    return await list_secret_stores(kind)[0].read()


class FailedDestination:
    """An output that cannot run until the user has changed something."""

    row_formats: tuple[RowFormat, ...] = ()
    max_age = 60.0

    def __init__(self, error: CaptionsError) -> None:
        """``error`` says what the user has to change."""
        self._error = error

    def describe_address(self, *, with_secret: bool) -> str:  # noqa: ARG002  # there is none
        """Return nothing."""
        return ""

    def apply(self, settings: Settings) -> None:
        """Do nothing."""

    async def deliver(self, queue: OutputQueue, report: Report) -> None:  # noqa: ARG002
        """Raise the error.

        Raises:
            CaptionsError: always.
        """
        raise self._error


def _make_destination(kind: OutputKind, settings: Settings) -> Destination:
    match kind:
        case OutputKind.PAGE:
            from captions.outputs.pages.page_destinations import PageDestination  # noqa: PLC0415

            return PageDestination(settings, page_secrets().read_secret(PageKind.OVERLAY))
        case OutputKind.AUDIENCE:
            from captions.outputs.pages.page_destinations import AudienceDestination  # noqa: PLC0415

            return AudienceDestination(settings, page_secrets().read_secret(PageKind.AUDIENCE))
        case OutputKind.OBS:
            from captions.outputs.obs.obs_output import ObsDestination  # noqa: PLC0415

            return ObsDestination(settings.outputs.obs, lambda: read_secret(kind))
        case OutputKind.YOUTUBE | OutputKind.ZOOM | OutputKind.TEAMS | OutputKind.WEBHOOK:
            from captions.app.outputs.platform_destinations import make_platform  # noqa: PLC0415

            return make_platform(kind, settings, lambda: read_secret(kind))
