"""What the user asks for on the Outputs page."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import pytest
from typing_extensions import override

from captions.app.outputs.outputs_controller import OutputOperations, OutputsController
from captions.app.outputs.qr_code import make_qr_svg
from captions.app.outputs.running_outputs import RunningOutputs
from captions.credentials import KeyPlace, SecretStore
from captions.errors import UsageError
from captions.outputs.destination import OutputKind
from captions.settings.schema import Settings
from captions.ui.settings_dialog.output_view import (
    OutputAction,
    OutputRequest,
    OutputView,
    PageReach,
)
from tests.app.outputs.test_running_outputs import RecordingDestination, enabled, settle
from tests.conftest import on_loop
from tests.support.fakes.keyrings import MemoryRing

SECRET = "https://wmcapi.zoom.us/closedcaption?id=1&signature=secret"  # noqa: S105  # made up


@dataclass
class Panel:
    """Records what is shown."""

    views: dict[str, OutputView] = field(default_factory=dict)
    results: list[tuple[str, str, bool]] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    saved: list[tuple[str, int]] = field(default_factory=list)

    def show_outputs(self, views: Sequence[OutputView]) -> None:
        self.views = {view.kind: view for view in views}

    def show_output_result(self, kind: str, sentence: str, *, ok: bool) -> None:
        self.results.append((kind, sentence, ok))

    def show_secret_saved(self, kind: str, index: int) -> None:
        self.saved.append((kind, index))

    def copy_text(self, text: str) -> None:
        self.copied.append(text)


@dataclass
class Operations:
    """Records what is done with outputs."""

    done: list[str] = field(default_factory=list)

    async def set_up_obs(self) -> str:
        self.done.append("set up")
        return "Added."

    def renew(self, kind: OutputKind) -> str:
        self.done.append(f"renewed {kind}")
        return "new-secret"

    def check(self, request: OutputRequest) -> None:
        if "zoom.us" not in request.secret:
            raise UsageError("secret_invalid")


def ask(request: OutputRequest, settings: Settings) -> tuple[Panel, Operations, MemoryRing]:
    panel, operations, keyring = Panel(), Operations(), MemoryRing()

    async def main() -> None:
        outputs = RunningOutputs(settings, lambda _, __: RecordingDestination(), lambda: None)
        controller = OutputsController(
            outputs,
            panel,
            OutputOperations(operations.set_up_obs, operations.renew, operations.check),
            lambda kind: (
                (SecretStore("zoom", "", {}, lambda: keyring),) if kind is OutputKind.ZOOM else ()
            ),
        )
        outputs.open()
        following = asyncio.create_task(controller.follow())
        await settle()
        await controller.handle_request(request)
        controller.stop_following()
        await following
        await outputs.close()

    on_loop(main())
    return panel, operations, keyring


def test_test_is_sent_and_reported() -> None:
    panel, _, _ = ask(OutputRequest("page", OutputAction.TEST), enabled(OutputKind.PAGE))
    assert panel.results == [("page", "The test was sent.", True)]
    assert panel.views["page"].state == "running"
    assert panel.views["page"].sent == 1


def test_test_of_an_output_that_is_off_says_so() -> None:
    panel, _, _ = ask(OutputRequest("page", OutputAction.TEST), Settings())
    assert [(kind, ok) for kind, _, ok in panel.results] == [("page", False)]


def test_address_is_copied_with_its_secret_and_shown_without() -> None:
    panel, _, _ = ask(OutputRequest("page", OutputAction.COPY_ADDRESS), enabled(OutputKind.PAGE))
    assert panel.copied == ["http://127.0.0.1/secret"]
    assert panel.views["page"].address == "http://127.0.0.1/…"


def test_address_is_renewed() -> None:
    panel, operations, _ = ask(
        OutputRequest("page", OutputAction.RENEW_ADDRESS), enabled(OutputKind.PAGE)
    )
    assert operations.done == ["renewed page"]
    assert panel.results[0][2]


def test_obs_is_set_up_and_the_result_is_shown() -> None:
    panel, operations, _ = ask(OutputRequest("obs", OutputAction.SET_UP), Settings())
    assert operations.done == ["set up"]
    assert panel.results == [("obs", "Added.", True)]


def test_secret_is_saved_in_the_keyring_and_never_shown() -> None:
    request = OutputRequest("zoom", OutputAction.SAVE_SECRET, SECRET)
    panel, _, keyring = ask(request, Settings())
    assert list(keyring.kept.values()) == [SECRET]
    assert panel.saved == [("zoom", 0)]
    (secret,) = panel.views["zoom"].secrets
    assert secret.place is KeyPlace.KEYRING
    assert "signature" not in f"{panel!r} {request!r}"


def test_secret_that_cannot_be_right_is_not_saved() -> None:
    request = OutputRequest("zoom", OutputAction.SAVE_SECRET, "https://example.org/secret")
    panel, _, keyring = ask(request, Settings())
    assert not keyring.kept
    assert [ok for _, _, ok in panel.results] == [False]
    assert not panel.saved
    assert "example.org" not in repr(panel)


def test_secret_is_deleted() -> None:
    panel, _, keyring = ask(OutputRequest("zoom", OutputAction.DELETE_SECRET), Settings())
    assert not keyring.kept
    assert panel.results == [("zoom", "Deleted.", True)]


class SlowRing(MemoryRing):
    """A keyring that answers when the test allows it."""

    def __init__(self) -> None:
        super().__init__()
        self.allowed = threading.Event()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.allowed.wait(10.0)
        return super().get_password(service, username)


def follow(
    keyring: MemoryRing, work: Callable[[Panel, OutputsController], Awaitable[None]]
) -> None:
    async def main() -> None:
        panel, operations = Panel(), Operations()
        controller = OutputsController(
            RunningOutputs(Settings(), lambda _, __: RecordingDestination(), lambda: None),
            panel,
            OutputOperations(operations.set_up_obs, operations.renew, operations.check),
            lambda _: (SecretStore("zoom", "", {}, lambda: keyring),),
        )
        await work(panel, controller)

    on_loop(main())


def test_states_are_shown_while_the_keyring_is_slow() -> None:
    keyring = SlowRing()

    async def work(panel: Panel, controller: OutputsController) -> None:
        following = asyncio.create_task(controller.follow())
        await settle()
        assert panel.views["zoom"].state == "off"
        assert panel.views["zoom"].secrets == ()
        controller.stop_following()
        keyring.allowed.set()
        await following

    follow(keyring, work)


def test_states_are_shown_once_after_the_dialog_was_opened_again() -> None:
    async def work(_: Panel, controller: OutputsController) -> None:
        first = asyncio.create_task(controller.follow())
        await settle()
        second = asyncio.create_task(controller.follow())
        await asyncio.wait_for(first, 10.0)
        assert not second.done()
        controller.stop_following()
        await second

    follow(MemoryRing(), work)


@pytest.mark.parametrize(
    ("values", "reach"),
    [
        pytest.param({}, {PageReach.COMPUTER}, id="this computer"),
        pytest.param({"network": True}, {PageReach.NO_NETWORK}, id="network without one"),
    ],
)
def test_page_says_who_can_open_it(values: dict[str, object], reach: set[PageReach]) -> None:
    # The destination's address is on this computer.
    settings = enabled(OutputKind.AUDIENCE, **values)
    panel, _, _ = ask(OutputRequest("audience", OutputAction.TEST), settings)
    assert {panel.views["audience"].reach} == reach
    assert panel.views["audience"].qr_svg == b""


def test_code_holds_the_whole_address() -> None:
    short, long = make_qr_svg("http://a"), make_qr_svg("http://192.168.1.20:4582/audience?token=x")
    assert short.startswith(b"<?xml")
    assert len(long) > len(short)
