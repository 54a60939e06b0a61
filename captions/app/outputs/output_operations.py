"""What can be done with outputs besides running them: set OBS up, renew and check secrets."""

import time
from collections.abc import Callable

from captions.app.outputs.destinations import PAGE_KINDS, page_secrets
from captions.app.outputs.obs_setup import ObsSetup
from captions.app.outputs.outputs_controller import OutputOperations
from captions.app.outputs.running_outputs import RunningOutputs
from captions.errors import UsageError
from captions.outputs.destination import OutputKind
from captions.settings.schema import Settings
from captions.ui.settings_dialog.output_view import OutputRequest

_MAX_PASSWORD_CHARS = 256


def make_operations(
    outputs: RunningOutputs,
    get_settings: Callable[[], Settings],
    change_settings: Callable[[Settings], None],
) -> OutputOperations:
    """Return the operations.

    Args:
        outputs: the outputs of the app.
        get_settings: returns the settings currently in use.
        change_settings: applies other settings.
    """
    return OutputOperations(
        set_up_obs=ObsSetup(outputs, get_settings, change_settings).add_captions,
        renew_page_secret=_renew_page_secret,
        check_secret=_check_secret,
    )


def _renew_page_secret(kind: OutputKind) -> str:
    return page_secrets().renew_secret(PAGE_KINDS[kind])


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
