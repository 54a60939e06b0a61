"""What the user asks for on the Outputs page, and the states that it shows."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from captions.app.outputs.output_secrets import find_secret_store
from captions.app.outputs.qr_code import make_qr_svg
from captions.app.outputs.running_outputs import OutputReport, RunningOutputs
from captions.credentials import KeyState, SecretStore
from captions.errors import CaptionsError, UsageError
from captions.outputs.destination import OutputKind, OutputState
from captions.ui.settings_dialog.output_view import OutputAction, OutputRequest, OutputView
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
    check_secret: Callable[[OutputKind, str], None]
    """Raises a `CaptionsError` if a secret cannot be that of an output."""


class OutputsPanel(Protocol):
    """Shows the outputs, as the settings dialog does."""

    def show_outputs(self, views: Sequence[OutputView]) -> None:
        """Show the states of all outputs."""

    def show_output_result(self, kind: str, sentence: str, *, ok: bool) -> None:
        """Show the result of an action."""

    def copy_text(self, text: str) -> None:
        """Copy a text to the clipboard."""


class OutputsController:
    """Carries out requests of the Outputs page."""

    def __init__(
        self,
        outputs: RunningOutputs,
        panel: OutputsPanel,
        operations: OutputOperations,
        find_store: Callable[[OutputKind], SecretStore | None] = find_secret_store,
    ) -> None:
        """Prepare to carry out requests.

        Args:
            outputs: the outputs of the app.
            panel: shows states and results.
            operations: what else can be done.
            find_store: returns the store of an output's secret.
        """
        self._outputs = outputs
        self._panel = panel
        self._operations = operations
        self._find_store = find_store
        self._secret_states: dict[OutputKind, KeyState] = {}
        self._stopped = asyncio.Event()

    async def follow(self) -> None:
        """Show the states of all outputs until `stop_following`."""
        self._stopped.clear()
        await self._read_secrets()
        while not self._stopped.is_set():
            self.show_states()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_REFRESH_SECONDS):
                    await self._stopped.wait()

    def stop_following(self) -> None:
        """Stop showing states, because nobody sees them."""
        self._stopped.set()

    def show_states(self) -> None:
        """Show the states of all outputs, and where their secrets are stored."""
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
        await self._read_secrets()
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
        store = self._find_store(kind)
        if store is None:
            return ""
        if request.action is OutputAction.SAVE_SECRET:
            self._operations.check_secret(kind, request.secret)
            await store.write(request.secret)
        else:
            await store.delete()
        self._outputs.retry(kind)
        saved = request.action is OutputAction.SAVE_SECRET
        return translated(OUTPUT_RESULTS["saved" if saved else "deleted"])

    def _find_address(self, kind: OutputKind) -> str:
        reports = self._outputs.list_reports(with_secrets=True)
        return next(report.address for report in reports if report.kind is kind)

    async def _read_secrets(self) -> None:
        """Ask the keyring where the secrets are stored; it may take long, or ask the user."""
        for kind in OutputKind:
            store = self._find_store(kind)
            if store is not None:
                self._secret_states[kind] = await store.read_state()

    def _make_view(self, report: OutputReport) -> OutputView:
        """Return what the card of an output shows; the report's address holds its secret."""
        status = report.status
        is_read = report.kind is OutputKind.AUDIENCE and status.state is OutputState.RUNNING
        return OutputView(
            kind=report.kind.value,
            state=status.state.value,
            detail=rendered(status.detail),
            address=report.shown_address,
            sent=report.sent,
            dropped=report.dropped,
            readers=status.readers,
            secret=self._secret_states.get(report.kind),
            qr_svg=make_qr_svg(report.address) if is_read else b"",
        )
