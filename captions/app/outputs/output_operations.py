"""What can be done with outputs besides running them: set OBS up, renew and check secrets."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from captions.app.outputs.destinations import PAGE_KINDS, page_secrets, read_secret
from captions.app.outputs.outputs_controller import OutputOperations
from captions.errors import UsageError
from captions.outputs.destination import OutputKind
from captions.outputs.pages.page_address import LOOPBACK, page_address
from captions.outputs.pages.page_messages import PageKind
from captions.settings.outputs import ObsSettings, OutputsSettings
from captions.settings.schema import Settings
from captions.ui.settings_dialog.output_view import OutputRequest
from captions.wording.language import rendered

_MAX_PASSWORD_CHARS = 256


def make_operations(
    get_settings: Callable[[], Settings], change_outputs: Callable[[OutputsSettings], None]
) -> OutputOperations:
    """Return the operations.

    Args:
        get_settings: returns the settings currently in use.
        change_outputs: applies and saves other settings of outputs.
    """
    return OutputOperations(
        set_up_obs=partial(_set_up_obs, get_settings, change_outputs),
        renew_page_secret=_renew_page_secret,
        check_secret=_check_secret,
    )


async def _set_up_obs(
    get_settings: Callable[[], Settings], change_outputs: Callable[[OutputsSettings], None]
) -> str:
    """Add the captions to the current scene of OBS, and return a sentence that says how.

    The output that the new source needs is turned on.

    Raises:
        CaptionsError: OBS cannot be reached, or refuses.
    """
    from captions.outputs.obs.client import ObsLogin  # noqa: PLC0415  # rarely needed
    from captions.outputs.obs.sources import set_up_obs  # noqa: PLC0415

    settings = get_settings()
    secret = page_secrets().read_secret(PageKind.OVERLAY)
    url = page_address(PageKind.OVERLAY, LOOPBACK, settings.outputs.page.port, secret)
    login = ObsLogin(settings.outputs.obs.address, partial(read_secret, OutputKind.OBS))
    name = settings.outputs.obs.text_source.strip() or ObsSettings().text_source
    done = await set_up_obs(login, url, name, settings.captions.row_chars)
    outputs = get_settings().outputs  # They may have been changed meanwhile.
    if done.is_browser:
        change_outputs(_turn_on_page(outputs))
    else:
        obs = replace(outputs.obs, enabled=True, text_source=name)
        change_outputs(replace(outputs, obs=obs))
    return rendered(done.message)


def _turn_on_page(outputs: OutputsSettings) -> OutputsSettings:
    """Return settings with the page turned on.

    Nobody needs a text source beside it, unless the output to OBS is already in use.
    """
    obs = outputs.obs if outputs.obs.enabled else replace(outputs.obs, text_source="")
    return replace(outputs, page=replace(outputs.page, enabled=True), obs=obs)


def _renew_page_secret(kind: OutputKind) -> None:
    page_secrets().renew_secret(PAGE_KINDS[kind])


def _check_secret(request: OutputRequest) -> None:
    """Check that a secret can be that of an output.

    Raises:
        CaptionsError: the user has to enter another one; the message does not contain it.
    """
    from captions.app.outputs.platform_destinations import ADDRESS_RULES  # noqa: PLC0415
    from captions.outputs.platforms.addresses import check_address  # noqa: PLC0415
    from captions.outputs.platforms.webhook import decode_secret  # noqa: PLC0415

    kind = OutputKind(request.kind)
    if request.secret_index:
        decode_secret(request.secret.strip())
    elif kind in ADDRESS_RULES:
        check_address(ADDRESS_RULES[kind], request.secret.strip(), time.time())
    elif len(request.secret) > _MAX_PASSWORD_CHARS:
        raise UsageError("secret_invalid")
