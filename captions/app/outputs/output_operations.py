"""What can be done with outputs besides running them: set OBS up, renew and check secrets."""

import time
from collections.abc import Callable
from functools import partial

from captions.app.outputs.destinations import PAGE_KINDS, page_secrets, read_secret
from captions.app.outputs.outputs_controller import OutputOperations
from captions.errors import UsageError
from captions.outputs.destination import OutputKind
from captions.outputs.pages.page_address import LOOPBACK, page_address
from captions.outputs.pages.page_messages import PageKind
from captions.settings.schema import Settings
from captions.wording.language import translated
from captions.wording.output_titles import BROWSER_SOURCE_RESULTS, TEXT_SOURCE_RESULTS

_MAX_PASSWORD_CHARS = 256


def make_operations(get_settings: Callable[[], Settings]) -> OutputOperations:
    """Return the operations; ``get_settings`` returns the settings currently in use."""
    return OutputOperations(
        set_up_obs=partial(_set_up_obs, get_settings),
        renew_page_secret=_renew_page_secret,
        check_secret=_check_secret,
    )


async def _set_up_obs(get_settings: Callable[[], Settings]) -> str:
    """Add the captions to the current scene of OBS, and return a sentence that says how.

    Raises:
        CaptionsError: OBS cannot be reached, or refuses.
    """
    from captions.outputs.obs.client import ObsLogin, open_obs  # noqa: PLC0415  # rarely needed
    from captions.outputs.obs.sources import set_up  # noqa: PLC0415

    settings = get_settings()
    page = settings.outputs.page
    url = ""
    if page.enabled:
        secret = page_secrets().read_secret(PageKind.OVERLAY)
        url = page_address(PageKind.OVERLAY, LOOPBACK, page.port, secret)
    login = ObsLogin(settings.outputs.obs.address, lambda: read_secret(OutputKind.OBS))
    async with open_obs(login, lambda _kind, _data: None) as client:
        name = settings.outputs.obs.text_source.strip()
        done = await set_up(client, url, name, settings.captions.row_chars)
    texts = BROWSER_SOURCE_RESULTS if done.is_browser else TEXT_SOURCE_RESULTS
    return translated(texts[done.result.value]).replace("{scene}", done.scene)


def _renew_page_secret(kind: OutputKind) -> str:
    return page_secrets().renew_secret(PAGE_KINDS[kind])


def _check_secret(kind: OutputKind, secret: str) -> None:
    """Check that a secret can be that of an output.

    Raises:
        CaptionsError: the user has to enter another one; the message does not contain it.
    """
    from captions.app.outputs.platform_destinations import ADDRESS_RULES  # noqa: PLC0415
    from captions.outputs.platforms.addresses import check_address  # noqa: PLC0415

    if kind in ADDRESS_RULES:
        check_address(ADDRESS_RULES[kind], secret.strip(), time.time())
    elif len(secret) > _MAX_PASSWORD_CHARS:
        raise UsageError("secret_invalid")
