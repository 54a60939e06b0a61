"""Adds the captions to OBS by one click: the source in OBS, and the output that fills it."""

from collections.abc import Callable

from captions.app.outputs.destinations import page_secrets, read_secret
from captions.app.outputs.running_outputs import RunningOutputs
from captions.errors import UsageError
from captions.outputs.destination import OutputKind
from captions.outputs.pages.page_address import LOOPBACK, page_address
from captions.outputs.pages.page_messages import PageKind
from captions.settings.outputs import ObsSettings
from captions.settings.paths import with_value
from captions.settings.schema import Settings
from captions.wording.language import rendered


class ObsSetup:
    """Adds a source to OBS, and turns on the output that it needs."""

    def __init__(
        self,
        outputs: RunningOutputs,
        get_settings: Callable[[], Settings],
        change_settings: Callable[[Settings], None],
    ) -> None:
        """Prepare to change OBS and the settings.

        Args:
            outputs: the outputs of the app.
            get_settings: returns the settings currently in use.
            change_settings: applies other settings.
        """
        self._outputs = outputs
        self._get_settings = get_settings
        self._change_settings = change_settings

    async def add_captions(self) -> str:
        """Add the captions to the current scene of OBS, and return a sentence that says how.

        Raises:
            CaptionsError: OBS cannot be reached or refuses, or the page cannot be opened.
        """
        from captions.outputs.obs.client import ObsLogin  # noqa: PLC0415  # rarely needed
        from captions.outputs.obs.sources import set_up_obs  # noqa: PLC0415

        settings = self._get_settings()
        obs = settings.outputs.obs
        login = ObsLogin(obs.address, lambda: read_secret(OutputKind.OBS))
        name = obs.text_source.strip() or ObsSettings().text_source
        done = await set_up_obs(login, self._open_page, name, settings.captions.row_chars)
        if not done.is_browser:
            self._turn_on(OutputKind.OBS, text_source=name)
            self._outputs.restart(OutputKind.OBS)
        return rendered(done.message)

    async def _open_page(self) -> str:
        """Turn the page on, and return its address once it can be opened.

        Raises:
            UsageError: it cannot be opened.
        """
        self._turn_on(OutputKind.PAGE)
        problem = await self._outputs.wait_until_running(OutputKind.PAGE)
        if problem is not None:
            raise UsageError(problem)
        secret = page_secrets().read_secret(PageKind.OVERLAY)
        port = self._get_settings().outputs.page.port
        return page_address(PageKind.OVERLAY, LOOPBACK, port, secret)

    def _turn_on(self, kind: OutputKind, **values: object) -> None:
        """Turn an output on, and change other settings of it."""
        before = changed = self._get_settings()
        for name, value in {"enabled": True, **values}.items():
            changed = with_value(changed, f"outputs.{kind}.{name}", value)
        if changed != before:
            self._change_settings(changed)
