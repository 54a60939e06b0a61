"""What the user asks for on the Outputs page, and the states that it shows."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from captions.app.outputs.destinations import PAGE_KINDS
from captions.app.outputs.output_secrets import list_secret_stores
from captions.app.outputs.qr_code import make_qr_svg
from captions.app.outputs.running_outputs import OutputReport, RunningOutputs
from captions.credentials import KeyState, SecretStore
from captions.errors import CaptionsError, UsageError
from captions.outputs.destination import OutputKind
from captions.outputs.pages.page_address import LOOPBACK
from captions.settings.schema import Settings
from captions.ui.settings_dialog.output_view import (
    OutputAction,
    OutputRequest,
    OutputView,
    PageReach,
)
from captions.wording.language import rendered, translated
from captions.wording.output_titles import OUTPUT_RESULTS

_REFRESH_SECONDS = 1.0
"""Interval in seconds at which counts are updated."""


@dataclass(frozen=True, slots=True)
class OutputOperations:
    """What can be done with outputs besides running them."""

    set_up_obs: Callable[[], Awaitable[str]]
    """Adds the captions to the current scene of OBS, and returns a sentence that says how."""
    renew_page_secret: Callable[[OutputKind], str]
    """Stores a new secret for a page, and returns it."""
    check_secret: Callable[[OutputRequest], None]
    """Raises a `CaptionsError` if the secret of a request cannot be that of the output."""


class OutputsPanel(Protocol):
    """Shows the outputs, as the settings dialog does."""

    def show_outputs(self, views: Sequence[OutputView]) -> None:
        """Show the states of all outputs."""

    def show_output_result(self, kind: str, sentence: str, *, ok: bool) -> None:
        """Show the result of an action."""

    def show_secret_saved(self, kind: str, index: int) -> None:
        """Empty the field of a secret that has been saved."""

    def copy_text(self, text: str) -> None:
        """Copy a text to the clipboard."""


class OutputsController:
    """Carries out requests of the Outputs page."""

    def __init__(
        self,
        outputs: RunningOutputs,
        panel: OutputsPanel,
        operations: OutputOperations,
        list_stores: Callable[[OutputKind], Sequence[SecretStore]] = list_secret_stores,
    ) -> None:
        """Prepare to carry out requests.

        Args:
            outputs: the outputs of the app.
            panel: shows states and results.
            operations: what else can be done.
            list_stores: returns the stores of an output's secrets.
        """
        self._outputs = outputs
        self._panel = panel
        self._operations = operations
        self._list_stores = list_stores
        self._secret_states: dict[OutputKind, tuple[KeyState, ...]] = {}
        self._stopped: asyncio.Event | None = None
        """Ends the present `follow`; `None` while nobody sees the states."""

    async def follow(self) -> None:
        """Show the states of all outputs until `stop_following`."""
        self.stop_following()
        stopped = self._stopped = asyncio.Event()
        # The keyring may take long, or ask the user; the states are shown meanwhile.
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(self._read_all_secrets())
            while not stopped.is_set():
                self.show_states()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_REFRESH_SECONDS):
                        await stopped.wait()
            reading.cancel()

    def stop_following(self) -> None:
        """Stop showing states, because nobody sees them."""
        if self._stopped is not None:
            self._stopped.set()
            self._stopped = None

    def show_states(self) -> None:
        """Show the states of all outputs, and where their secrets are stored, if anybody looks."""
        if self._stopped is not None:
            reports = self._outputs.list_reports(with_secrets=True)
            self._panel.show_outputs([self._make_view(report) for report in reports])

    async def handle_request(self, request: OutputRequest) -> None:
        """Carry out what the user asks for, and show the result."""
        kind = OutputKind(request.kind)
        try:
            sentence = await self._carry_out(kind, request)
        except CaptionsError as error:
            self._panel.show_output_result(request.kind, rendered(error.message), ok=False)
        else:
            self._panel.show_output_result(request.kind, sentence, ok=True)
        if request.action in {OutputAction.SAVE_SECRET, OutputAction.DELETE_SECRET}:
            await self._read_secrets(kind)
        self.show_states()

    async def _carry_out(self, kind: OutputKind, request: OutputRequest) -> str:
        """Return a sentence that says what was done.

        Raises:
            CaptionsError: it failed.
        """
        match request.action:
            case OutputAction.TEST:
                problem = await self._outputs.test(kind)
                if problem is not None:
                    raise UsageError(problem)
                return translated(OUTPUT_RESULTS["tested"])
            case OutputAction.COPY_ADDRESS:
                self._panel.copy_text(self._find_address(kind))
                return translated(OUTPUT_RESULTS["copied"])
            case OutputAction.RENEW_ADDRESS:
                self._outputs.renew_secret(kind, self._operations.renew_page_secret(kind))
                return translated(OUTPUT_RESULTS["renewed"])
            case OutputAction.SET_UP:
                return await self._operations.set_up_obs()
            case OutputAction.SAVE_SECRET | OutputAction.DELETE_SECRET:
                return await self._change_secret(kind, request)

    async def _change_secret(self, kind: OutputKind, request: OutputRequest) -> str:
        store = self._list_stores(kind)[request.secret_index]
        if request.action is OutputAction.SAVE_SECRET:
            self._operations.check_secret(request)
            await store.write(request.secret)
            self._panel.show_secret_saved(request.kind, request.secret_index)
            result = "saved"
        else:
            await store.delete()
            result = "deleted"
        self._outputs.restart(kind)
        return translated(OUTPUT_RESULTS[result])

    def _find_address(self, kind: OutputKind) -> str:
        reports = self._outputs.list_reports(with_secrets=True)
        return next(report.address for report in reports if report.kind is kind)

    async def _read_all_secrets(self) -> None:
        """Ask the keyring where the secrets are stored, and show the answers as they arrive."""
        for kind in OutputKind:
            await self._read_secrets(kind)
            self.show_states()

    async def _read_secrets(self, kind: OutputKind) -> None:
        states = [await store.read_state() for store in self._list_stores(kind)]
        self._secret_states[kind] = tuple(states)

    def _make_view(self, report: OutputReport) -> OutputView:
        """Return what the card of an output shows; the report's address holds its secret."""
        status = report.status
        reach = _find_reach(report, self._outputs.settings)
        return OutputView(
            kind=report.kind.value,
            state="paused" if report.is_paused else status.state.value,
            detail=rendered(status.detail),
            address=report.shown_address,
            sent=report.sent,
            dropped=report.dropped,
            readers=status.readers,
            secrets=self._secret_states.get(report.kind, ()),
            reach=reach,
            qr_svg=make_qr_svg(report.address) if reach is PageReach.NETWORK else b"",
        )


def _find_reach(report: OutputReport, settings: Settings) -> PageReach | None:
    """Return who can open a page; `None` if the output is no page, or off."""
    if report.kind not in PAGE_KINDS or not report.address:
        return None
    if report.kind is OutputKind.PAGE or not settings.outputs.audience.network:
        return PageReach.COMPUTER
    is_alone = urlsplit(report.address).hostname == LOOPBACK
    return PageReach.NO_NETWORK if is_alone else PageReach.NETWORK
