"""Keys that a Wayland desktop lends out, by a stand-in for its portal on a real message bus."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from captions.settings.schema import ShortcutSettings
from captions.ui.eventloop import loop
from captions.ui.hotkeys.hotkeys import GlobalHotkeys
from captions.ui.hotkeys.key_backend import PortalBindings
from captions.ui.hotkeys.key_sequences import key_sequences
from tests.support.fakes.key_backend import Desk

if sys.platform != "linux":
    pytest.skip("only Linux has desktops of Wayland", allow_module_level=True)

from captions.ui.hotkeys.portal import ShortcutOffer, ShortcutPortal
from tests.support.message_bus import MessageBus
from tests.support.ui.desktop_portal import DesktopPortal, Ways

OFFERS = (
    ShortcutOffer("pause", "Pause or resume", "CTRL+ALT+p"),
    ShortcutOffer("lock", "Lock or unlock captions", ""),
)
PROPOSED = {"pause": "CTRL+ALT+p", "lock": ""}
LIMIT = 60.0


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MessageBus]:
    found = MessageBus(tmp_path)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", found.address)
    yield found
    found.end()


class Client:
    """The app's side: what it was told, in order."""

    def __init__(self) -> None:
        self.pressed: list[str] = []
        self.lent: list[PortalBindings | None] = []
        self.portal = ShortcutPortal(OFFERS, self.pressed.append, self.lent.append)


Work = Callable[[Client], Coroutine[Any, Any, None]]


def served(work: Work) -> Client:
    """Let something happen while a client is served."""
    client = Client()

    async def run() -> None:
        serving = asyncio.create_task(client.portal.serve("captions"))
        async with asyncio.timeout(LIMIT):
            await work(client)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    asyncio.run(run())
    return client


async def until(condition: Callable[[], object]) -> None:
    while not condition():  # noqa: ASYNC110  # another thread has no event for it
        await asyncio.sleep(0.005)


async def tried(client: Client) -> None:
    """Wait until keys were asked for, in vain or not."""
    await until(lambda: client.portal._bind_task and client.portal._bind_task.done())


def test_what_is_bound_is_told_and_its_keys_are_heard(bus: MessageBus) -> None:
    ways = Ways(triggers={"lock": "Press Meta+L"})
    with DesktopPortal(bus.address, ways) as desktop:

        async def work(client: Client) -> None:
            await until(lambda: client.lent)
            desktop.press("lock")
            desktop.press("pause", session="/another")
            desktop.press("pause")
            await until(lambda: len(client.pressed) > 1)

        client = served(work)
    assert client.lent[0] == PortalBindings({**PROPOSED, "lock": "Press Meta+L"}, configurable=True)
    assert client.pressed == ["lock", "pause"]
    assert desktop.app_id == "captions"
    assert desktop.asked[0] == "Register"
    assert desktop.offered == {
        "pause": {"description": "Pause or resume", "preferred_trigger": "CTRL+ALT+p"},
        "lock": {"description": "Lock or unlock captions"},
    }


@pytest.mark.parametrize(
    ("ways", "lent"),
    [
        (Ways(version=1, knows_apps=False), PortalBindings(PROPOSED)),
        (Ways(triggers=None), PortalBindings({}, configurable=True)),
    ],
    ids=["an old portal", "one that does not say which keys it bound"],
)
def test_portals_of_several_ages_lend_keys(
    bus: MessageBus, ways: Ways, lent: PortalBindings
) -> None:
    async def work(client: Client) -> None:
        await until(lambda: client.lent)

    with DesktopPortal(bus.address, ways):
        assert served(work).lent[0] == lent


@pytest.mark.parametrize(
    "ways",
    [Ways(knows_apps=False, needs_app=True), Ways(create=2), Ways(bind=1), Ways(bind=2)],
    ids=["it does not know the app", "no session", "the user does not want it", "refused"],
)
def test_a_refusal_lends_nothing_and_fails_nowhere(bus: MessageBus, ways: Ways) -> None:
    async def work(client: Client) -> None:
        await tried(client)

    with DesktopPortal(bus.address, ways):
        assert served(work).lent == [None]


def test_a_user_may_take_their_time(bus: MessageBus) -> None:
    with DesktopPortal(bus.address, Ways(bind=None)) as desktop:

        async def work(client: Client) -> None:
            await until(lambda: desktop.offered)
            assert client.lent == []
            desktop.decide(0)
            await until(lambda: client.lent)

        assert served(work).lent[0] == PortalBindings(PROPOSED, configurable=True)


def test_other_keys_are_told(bus: MessageBus) -> None:
    with DesktopPortal(bus.address, Ways()) as desktop:

        async def work(client: Client) -> None:
            await until(lambda: client.lent)
            desktop.change({"pause": "F9"})
            await until(lambda: len(client.lent) > 1)

        assert served(work).lent[1] == PortalBindings({"pause": "F9"}, configurable=True)


def test_keys_that_are_taken_back_are_told(bus: MessageBus) -> None:
    with DesktopPortal(bus.address, Ways()) as desktop:

        async def work(client: Client) -> None:
            await until(lambda: client.lent)
            session = desktop.session
            desktop.end_session()
            await until(lambda: len(client.lent) > 1)
            desktop.press("pause", session)
            desktop.change({"pause": "F9"})
            await (
                client.portal.open_desktop_settings()
            )  # Has an answer, before which the others came.

        client = served(work)
    assert client.lent[1] is None
    assert client.pressed == []


def test_a_portal_may_come_late_end_and_come_back(bus: MessageBus) -> None:
    async def meet(client: Client, ways: Ways) -> None:
        with DesktopPortal(bus.address, ways) as desktop:
            await until(lambda: desktop.offered)
            if ways.bind == 0:
                await until(lambda: client.lent and client.lent[-1] is not None)
                client.pressed.clear()
                desktop.press("pause")
                await until(lambda: client.pressed)
        await until(lambda: client.portal._bind_task is None)
        assert client.lent[-1] is None

    async def work(client: Client) -> None:
        await tried(client)
        await meet(client, Ways())
        await meet(client, Ways(bind=None))
        await meet(client, Ways())

    served(work)


def test_a_portal_that_ends_before_it_answers_keeps_nobody_waiting(bus: MessageBus) -> None:
    async def work(client: Client) -> None:
        with DesktopPortal(bus.address, Ways(configures=None)) as desktop:
            await until(lambda: client.lent)
            asking = asyncio.create_task(client.portal.open_desktop_settings())
            await until(lambda: desktop.asked[-1] == "ConfigureShortcuts")
        await asyncio.gather(asking, return_exceptions=True)

    served(work)


def test_the_desktops_settings_are_shown_on_demand(bus: MessageBus) -> None:
    with DesktopPortal(bus.address, Ways()) as desktop:

        async def work(client: Client) -> None:
            await until(lambda: client.lent)
            await client.portal.open_desktop_settings()

        served(work)
    assert desktop.asked[-1] == "ConfigureShortcuts"


def test_a_desktop_that_does_not_show_its_settings_is_not_said_to(bus: MessageBus) -> None:
    async def work(client: Client) -> None:
        await until(lambda: client.lent)
        await client.portal.open_desktop_settings()

    with DesktopPortal(bus.address, Ways(configures=False)):
        assert served(work).lent[1] == PortalBindings(PROPOSED, configurable=False)


@pytest.mark.parametrize("address", ["", "unix:path=/none/such", "tcp:host=x", "nonsense"])
def test_without_a_message_bus_nothing_is_lent(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    client = Client()
    asyncio.run(client.portal.serve("captions"))
    assert client.lent == [None]


def test_a_message_bus_that_ends_takes_all_keys_back(bus: MessageBus) -> None:
    client = Client()

    async def run() -> None:
        serving = asyncio.create_task(client.portal.serve("captions"))
        async with asyncio.timeout(LIMIT):
            await until(lambda: client.lent)
            bus.end()
            await serving

    with DesktopPortal(bus.address, Ways()):
        asyncio.run(run())
    assert client.lent[0] == PortalBindings(PROPOSED, configurable=True)
    assert client.lent[-1] is None


def with_shortcuts(work: Callable[[GlobalHotkeys, Desk], Coroutine[Any, Any, None]]) -> None:
    """Let something happen to shortcuts in the app's own loop, on a desktop of Wayland."""

    async def main() -> int:
        desk = Desk()
        shortcuts = GlobalHotkeys(desk.make)
        shortcuts.changed.connect(lambda: shortcuts.apply_keys(WANTED))
        shortcuts.apply_keys(WANTED)
        asking = asyncio.create_task(shortcuts.serve_portal(WANTED))
        async with asyncio.timeout(LIMIT):
            await work(shortcuts, desk)
            shortcuts.close()
            await asyncio.gather(asking, return_exceptions=True)
        return 0

    assert loop.run(main) == 0


WANTED = key_sequences(ShortcutSettings(lock=""))


@pytest.fixture
def wayland(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")


@pytest.mark.usefixtures("qapp", "wayland")
def test_keys_of_the_desktop_take_the_place_of_our_own_while_there_are_some(
    bus: MessageBus,
) -> None:
    async def work(shortcuts: GlobalHotkeys, desk: Desk) -> None:
        pressed: list[str] = []
        shortcuts.pressed.connect(pressed.append)
        assert len(desk.lent) == len(WANTED) - 1
        assert "captions control" in shortcuts.limitation_notice
        with DesktopPortal(bus.address, Ways()) as desktop:
            await until(lambda: shortcuts.portal_bindings)
            assert (desk.lent, shortcuts.limitation_notice) == ({}, "")
            desktop.press("no such shortcut")
            desktop.press("larger")
            await until(lambda: pressed)
            assert pressed == ["larger"]
            await shortcuts.open_desktop_settings()
            assert desktop.asked[-1] == "ConfigureShortcuts"
        await until(lambda: shortcuts.portal_bindings is None)
        assert len(desk.lent) == len(WANTED) - 1
        assert desktop.offered["larger"] == {
            "description": "Larger text",
            "preferred_trigger": "CTRL+ALT+plus",
        }
        assert "preferred_trigger" not in desktop.offered["lock"]

    with_shortcuts(work)


@pytest.mark.usefixtures("qapp")
def test_a_desktop_of_x11_is_not_asked(bus: MessageBus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with DesktopPortal(bus.address, Ways()) as desktop:
        shortcuts = GlobalHotkeys(Desk().make)
        asyncio.run(shortcuts.serve_portal(WANTED))
        asyncio.run(shortcuts.open_desktop_settings())
        shortcuts.close()
    assert desktop.asked == []
