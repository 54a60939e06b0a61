"""What a screen reader reads and hears on the accessibility bus: dialog, first start, captions."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from captions.protocol.options import CLOUD_URL
from tests.support.ui.child_process import Actor
from tests.support.ui.screen_reader import Reader, Reference, State, Thing, accessible_desktop
from tests.support.virtual_screen import VirtualScreen

pytestmark = pytest.mark.screen

PAGES = ("listening", "language", "captions", "words", "appearance", "shortcuts", "about")
ROLES = {
    "button menu",
    "check box",
    "combo box",
    "filler",
    "label",
    "list",
    "list item",
    "password text",
    "push button",
    "spin box",
    "text",
}
"""What a control that takes the focus may be."""
POLITE = 1
"""Of an announcement: it waits for what is being said."""
EVERYTHING = {
    "sound.source": "mic+system",
    "recognition.server": CLOUD_URL,
    "captions.rows": 2,
    "appearance.upper_case": False,
    "shortcuts.clear": "Ctrl+Alt+K",
}
"""Settings of which all fields are shown."""
WITHOUT_DESCRIPTION = {"label", "list", "list item"}
"""What its name says all about."""


class DialogActor(Actor):
    """A program that shows the dialog."""

    STAGE = "tests.support.ui.dialog_process"

    def turn(self, page: str) -> None:
        """Turn to a page of the dialog as it was at first."""
        self.order(page=page, settings=EVERYTHING)
        self.hear("obeyed")


class ReaderActor(Actor):
    """A program that shows the first start, or captions."""

    STAGE = "tests.support.ui.screen_reader_process"


@pytest.fixture(scope="module")
def session(screen: VirtualScreen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A session with AT-SPI, which every program that a test starts finds; its address."""
    folder = tmp_path_factory.mktemp("a11y")
    with pytest.MonkeyPatch.context() as variables:
        variables.setenv("XDG_RUNTIME_DIR", str(folder))
        variables.setenv("GSETTINGS_BACKEND", "memory")
        variables.delenv("AT_SPI_BUS_ADDRESS", raising=False)
        with accessible_desktop(screen, folder) as address:
            variables.setenv("DBUS_SESSION_BUS_ADDRESS", address)
            yield address


@pytest.fixture
def reader(session: str) -> Iterator[Reader]:
    started = Reader(session)
    yield started
    started.close()


@pytest.fixture(scope="module")
def dialog(screen: VirtualScreen, session: str) -> Iterator[DialogActor]:
    """The dialog, which has the keyboard."""
    reader = Reader(session)
    actor = DialogActor(screen, "light")
    try:
        reader.focused()
        reader.close()
        yield actor
    finally:
        actor.leave()


@pytest.fixture(scope="module")
def pages(session: str, dialog: DialogActor) -> dict[str, list[Thing]]:
    """All that can have the focus, by pages."""
    reader, found = Reader(session), {}
    for page in PAGES:
        dialog.turn(page)
        found[page] = [thing for thing in reader.things() if State.FOCUSABLE in thing.states]
    reader.close()
    return found


@pytest.fixture
def show(screen: VirtualScreen, session: str) -> Iterator[Callable[[str], Actor]]:
    """Shows the first start or captions, and ends them with the test."""
    shown: list[Actor] = []

    def show(kind: str) -> Actor:
        assert session
        shown.append(ReaderActor(screen, kind))
        return shown[-1]

    yield show
    for actor in shown:
        actor.leave()


def press(screen: VirtualScreen, key: str) -> None:
    screen.hand("key", "--clearmodifiers", key)


def tab(screen: VirtualScreen, reader: Reader) -> tuple[Reference, str]:
    """Go to the next control, and return it and what it is called."""
    press(screen, "Tab")
    source = reader.focused()
    found = reader.thing(source)
    return source, found.label or found.name


def tab_to(name: str, screen: VirtualScreen, reader: Reader) -> Reference:
    """Go to a control that a page has, wherever the focus is."""
    reader.heard()
    source, found = tab(screen, reader)
    while found != name:
        source, found = tab(screen, reader)
    return source


def test_every_control_of_every_page_has_a_name_a_role_and_its_explanation(
    pages: dict[str, list[Thing]],
) -> None:
    for page, controls in pages.items():
        assert len(controls) > len(PAGES) + 3
        for control in controls:
            assert control.name or control.label, (page, control)
            assert control.role in ROLES, (page, control)
            explained = control.description or control.role in WITHOUT_DESCRIPTION
            assert explained or control.name in ("OK", "Cancel"), (page, control)


def test_each_kind_of_control_is_read_as_what_it_is(pages: dict[str, list[Thing]]) -> None:
    expected = {
        "listening": {
            ("combo box", "Source", "Both"),
            ("text", "Name for microphone", "Name for microphone"),
            ("push button", "", "Test sound"),
        },
        "language": {
            ("combo box", "Server", "ElevenLabs (cloud)"),
            ("password text", "API key", "API key"),
        },
        "words": {("text", "Names and rare words", "Names and rare words")},
        "captions": {
            ("spin box", "Rows", "Rows"),
            ("list item", "", "Captions"),
            ("check box", "", "Lock captions"),
            ("push button", "", "More about captions"),
        },
        "appearance": {("button menu", "Text", "Text White")},
        "shortcuts": {("filler", "Pause or resume", "Pause or resume")},
        "about": {("label", "", "Captions 0.1.0")},
    }
    for page, some in expected.items():
        assert some <= {control[:3] for control in pages[page]}


class Change(NamedTuple):
    """Something that is changed by the keyboard."""

    page: str
    control: str
    key: str
    """What changes it."""
    detail: str
    """Of what the control tells."""
    text: str
    """What it tells."""


CHANGES = {
    "a choice": Change("listening", "Source", "Up", "accessible-name", "Computer audio"),
    "a number": Change("captions", "Rows", "Up", "insert", "3"),
    "a switch": Change("captions", "Lock captions", "space", "checked", ""),
    "keys": Change(
        "shortcuts", "Clear captions", "ctrl+alt+j", "accessible-description",
        "Ctrl+Alt+J. Clears the captions from the screen.",
    ),
    "keys that mean something else": Change(
        "shortcuts", "Clear captions", "a", "",
        "A is needed for typing: add Ctrl or Alt.",
    ),
    "keys that are taken": Change(
        "shortcuts", "Clear captions", "ctrl+alt+p", "",
        "“Pause or resume” and “Clear captions” use the same shortcut, Ctrl+Alt+P: "
        "change one of them.",
    ),
    "a button": Change(
        "about", "Copy diagnostics", "space", "", "Diagnostics copied to the clipboard."
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_change_by_the_keyboard_is_told(
    screen: VirtualScreen, reader: Reader, dialog: DialogActor, change: Change
) -> None:
    dialog.turn(change.page)
    control = tab_to(change.control, screen, reader)
    press(screen, change.key)
    told = reader.hear(lambda event: (event.detail, event.text) == change[-2:])
    assert told.source == control or told.kind == "Announcement"


def test_tab_goes_through_a_page_as_it_is_seen(
    screen: VirtualScreen, reader: Reader, dialog: DialogActor
) -> None:
    dialog.turn("about")
    dialog.turn("captions")
    tab_to("Pages", screen, reader)
    names = [tab(screen, reader)[1] for _ in range(11)]
    assert names == [
        "Position", "Monitor", "Lock captions", "Mode", "Rows", "Commit mode", "Clear after",
        "More about captions", "Reset this page", "OK", "Cancel",
    ]  # fmt: skip


def test_the_first_start_asks_each_question_before_its_answers(
    screen: VirtualScreen, reader: Reader, show: Callable[[str], Actor]
) -> None:
    show("welcome")
    asked = []
    for key in (None, "Down", "Return", "Return", "Return", "Return", "Down"):
        if key is not None:
            press(screen, key)
        card = reader.thing(reader.focused())
        if card.role == "combo box":
            assert (card.label, card.description) == (
                "Spoken language",
                "The language that people speak.",
            )
            continue
        assert card.role == "radio button"
        assert card.description
        asked.append((card.around[-1], card.name))
    assert asked == [
        ("What should be captioned?", "Microphone"),
        ("What should be captioned?", "Computer audio"),
        ("Where should captions appear?", "At the bottom"),
        ("Keep transcripts?", "No"),
        ("Where should speech be recognised?", "This computer"),
        ("Where should speech be recognised?", "ElevenLabs (cloud)"),
    ]
    press(screen, "Tab")
    key_line = reader.thing(reader.focused())
    assert (key_line.role, key_line.name) == ("password text", "API key:")
    assert key_line.description.startswith("You need a key to continue.")


def test_captions_are_said_once_sentence_by_sentence_and_never_as_a_flood(
    reader: Reader, show: Callable[[str], Actor]
) -> None:
    captions = show("captions")
    sentences = [
        "It was the best of times, it was the worst of times,",
        "it was the age of wisdom.",
        "Yes.",
        "Yes.",
        "Дочь её была глуха. 她在看字幕 👩‍🦰",
    ]
    flow = [("committed", "")]
    for sentence in sentences:
        guesses = [sentence[:end] for end in range(1, len(sentence))]
        flow += [*(("partial", guess) for guess in guesses), ("committed", sentence)]
    captions.order(flow=flow)
    captions.hear("done")
    told = reader.heard()
    said = [event for event in told if event.kind == "Announcement"]
    assert [event.text for event in said] == sentences
    assert {event.number for event in said} == {POLITE}
    assert len(told) <= 3 * len(sentences), "each change of what is shown is told"
    (overlay,) = [thing for thing in reader.things() if thing.description == sentences[-1]]
    assert overlay.name == "Captions"
