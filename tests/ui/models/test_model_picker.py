"""The choice of the spoken language and of a recogniser that knows it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLineEdit,
    QMessageBox,
    QProgressBar,
)

from captions.ui.models.model_card import ModelCard
from captions.ui.models.model_picker import ModelPicker
from captions.ui.models.model_view import (
    FILES,
    LicenceQuestion,
    LicenceView,
    ModelAction,
    ModelProgress,
    ModelRequest,
    ModelState,
    ModelsView,
    ModelView,
    PackageView,
)
from captions.ui.text.language_names import has_letters
from captions.ui.theme.palette import find_colours
from captions.ui.widgets.card import Card
from captions.ui.widgets.notes import NoteLabel

pytestmark = pytest.mark.usefixtures("qapp")

MIT = LicenceView("MIT", "Anyone may use it.")
INCLUDED = ModelView("moonshine", "Moonshine", "fast", licence=MIT, speed="6 times as fast.")
OTHERS = tuple(
    ModelView(
        f"whisper-{name}", f"Whisper {name}", "many languages", ("en", "de", "fr"), size, MIT,
        ModelState.AVAILABLE,
    )
    for name, size in (("tiny", 78_000_000), ("base", 148_000_000), ("small", 486_000_000))
)  # fmt: skip
BASE = OTHERS[1]
EVERY = ModelsView((INCLUDED, *OTHERS))


class Shown:
    """A picker on a screen, and what it emits."""

    def __init__(self, *, is_first_start: bool = False) -> None:
        self.picker = ModelPicker(is_first_start=is_first_start)
        self.requests: list[ModelRequest] = []
        self.choices: list[tuple[str, str]] = []
        self.refreshed = 0
        self.picker.requested.connect(self._record_request)
        self.picker.model_chosen.connect(lambda *choice: self.choices.append(choice))
        self.picker.show_models(EVERY)
        self.picker.show_recognition("moonshine", "en")
        self.picker.show()

    def _record_request(self, request: ModelRequest) -> None:
        if request.action is ModelAction.REFRESH:
            self.refreshed += 1
        else:
            self.requests.append(request)

    def show_state(self, **changes: Any) -> ModelCard:  # noqa: ANN401  # fields of a view
        """Show one model in a state, and return its card."""
        changed = replace(BASE, **changes)
        self.picker.show_models(ModelsView((INCLUDED, changed)))
        return self.card(BASE.name)

    def card(self, name: str) -> ModelCard:
        return self.cards()[name]

    def cards(self) -> dict[str, ModelCard]:
        QApplication.processEvents()  # Lays out new cards.
        found = sorted(self.picker.findChildren(ModelCard), key=lambda card: card.y())
        return {card.view.name: card for card in found if card.isVisible()}

    def choose_language(self, code: str) -> None:
        box = self.picker.languages
        box.setCurrentIndex(box.findData(code))
        box.activated.emit(box.currentIndex())

    def notes(self) -> list[str]:
        return [
            note.text()
            for note in self.picker.findChildren(NoteLabel)
            if note.isVisible() and not isinstance(note.parentWidget(), ModelCard)
            if note.text() != self.picker.languages.accessibleDescription()
        ]


@pytest.fixture
def shown() -> Iterator[Shown]:
    opened = Shown()
    yield opened
    opened.picker.deleteLater()


def buttons(card: ModelCard) -> dict[str, QAbstractButton]:
    """Return the buttons of a card that are seen, by their texts."""
    found = card.findChildren(QAbstractButton)
    return {button.text(): button for button in found if button.isVisible()}


def find_button(shown: Shown, text: str) -> QAbstractButton:
    """Return a button of the picker, also one that is hidden."""
    found = shown.picker.findChildren(QAbstractButton)
    (button,) = [button for button in found if button.text() == text]
    return button


def texts(card: ModelCard) -> list[str]:
    return [note.text() for note in card.findChildren(NoteLabel) if note.isVisible()]


def test_a_language_lists_the_recognisers_that_know_it(shown: Shown) -> None:
    assert next(iter(shown.cards())) == "moonshine"
    shown.choose_language("de")
    assert set(shown.cards()) == {model.name for model in OTHERS}
    assert shown.notes()[0] == "Moonshine, which is in use, does not know Deutsch: choose another."
    shown.choose_language("")
    assert set(shown.cards()) == {model.name for model in OTHERS}
    assert not shown.choices, "no setting changes before a recogniser is chosen"


def test_a_language_without_a_recogniser_can_be_chosen_and_says_so(shown: Shown) -> None:
    shown.picker.show_models(ModelsView((INCLUDED,), languages=("cy",)))
    shown.choose_language("cy")
    assert shown.notes()[0] == "There is no recogniser for Cymraeg that can be downloaded."
    assert not shown.cards()
    assert not any(part.isVisible() for part in shown.picker.findChildren(Card)), "no empty part"


@pytest.mark.parametrize("locale", ["de-AT", "de_DE.UTF-8", "DEU", "gsw-CH"])
def test_a_language_of_the_system_or_of_older_settings_is_found(shown: Shown, locale: str) -> None:
    for show in (
        shown.picker.preset_language,
        lambda code: shown.picker.show_recognition("", code),
    ):
        show("fr")
        show(locale)
        assert shown.picker.language == "de"
        assert shown.picker.languages.currentData() == "de"


def test_a_recogniser_that_is_gone_is_named(shown: Shown) -> None:
    shown.picker.show_recognition("whisper-huge", "en")
    assert shown.notes()[0] == (
        "whisper-huge, which is selected, is not on this computer: choose another."
    )


def test_a_language_that_the_recogniser_in_use_knows_is_chosen_at_once(shown: Shown) -> None:
    shown.picker.show_recognition("whisper-base", "de")
    shown.choose_language("fr")
    assert shown.choices == [("whisper-base", "fr")]


def test_the_first_start_says_that_the_included_recogniser_does_not_know_the_language() -> None:
    shown = Shown(is_first_start=True)
    shown.picker.preset_language("de")
    assert shown.notes()[0] == (
        "The included recogniser does not know Deutsch. Download one of these; it is then used "
        "at once."
    )
    shown.picker.preset_language("cy")
    assert shown.notes()[0] == "There is no recogniser for Cymraeg that can be downloaded."
    shown.picker.deleteLater()


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (ModelState.READY, {"Use", "Remove"}),
        (ModelState.AVAILABLE, {"Download"}),
        (ModelState.PARTIAL, {"Resume", "Discard"}),
        (ModelState.DOWNLOADING, {"Cancel", "Use it when it is ready"}),
        (ModelState.INSTALLING, {"Cancel", "Use it when it is ready"}),
        (ModelState.NEEDS_PACKAGE, {"Install", "Remove"}),
        (ModelState.DAMAGED, {"Download", "Remove"}),
        (ModelState.UNAVAILABLE, {"Remove"}),
    ],
)
def test_each_state_offers_what_can_be_done_and_nothing_is_greyed_out(
    shown: Shown, state: ModelState, names: set[str]
) -> None:
    card = shown.show_state(state=state, package=PackageView("faster-whisper"))
    assert set(buttons(card)) == names
    assert all(button.isEnabled() for button in buttons(card).values())


def test_what_cannot_be_downloaded_is_added_again(shown: Shown) -> None:
    card = shown.show_state(state=ModelState.DAMAGED, is_downloadable=False)
    assert set(buttons(card)) == {"Remove"}
    assert texts(card)[-1].endswith("remove it, then add it again.")
    package = PackageView("faster-whisper")
    card = shown.show_state(state=ModelState.NEEDS_PACKAGE, is_downloadable=False, package=package)
    assert set(buttons(card)) == {"Install", "Remove"}


def test_adding_files_can_be_cancelled(shown: Shown) -> None:
    shown.picker.show_models(replace(EVERY, is_adding=True))
    (cancel,) = [
        button
        for button in shown.picker.findChildren(QAbstractButton)
        if button.isVisible() and button.text() == "Cancel"
    ]
    cancel.click()
    assert shown.requests == [ModelRequest(ModelAction.CANCEL, FILES)]


def test_the_recogniser_in_use_cannot_be_removed(shown: Shown) -> None:
    shown.picker.show_recognition("whisper-base", "en")
    assert not buttons(shown.show_state(state=ModelState.READY))


@pytest.mark.parametrize(
    ("name", "action"),
    [("Download", ModelAction.DOWNLOAD), ("Cancel", ModelAction.CANCEL)],
)
def test_buttons_ask_for_an_action_and_the_language(
    shown: Shown, name: str, action: ModelAction
) -> None:
    shown.choose_language("de")
    is_download = action is ModelAction.DOWNLOAD
    state = ModelState.AVAILABLE if is_download else ModelState.DOWNLOADING
    buttons(shown.show_state(state=state))[name].click()
    assert shown.requests == [ModelRequest(action, "whisper-base", "de")]


def test_a_download_shows_its_progress_and_whether_it_is_used(shown: Shown) -> None:
    progress = ModelProgress(37_000_000, "a test")
    card = shown.show_state(state=ModelState.DOWNLOADING, progress=progress)
    (bar,) = card.findChildren(QProgressBar)
    assert bar.value() / bar.maximum() == pytest.approx(0.25)
    assert "37\u00a0MB of 148\u00a0MB from a test" in texts(card)
    (switch,) = card.findChildren(QCheckBox)
    switch.click()
    asked = ModelRequest(ModelAction.SET_USE, "whisper-base", "en", is_used=False)
    assert shown.requests == [asked]


def test_the_focus_stays_on_the_card_when_its_buttons_change(shown: Shown) -> None:
    assert QTest.qWaitForWindowActive(shown.picker)
    buttons(shown.show_state(state=ModelState.AVAILABLE))["Download"].setFocus()
    card = shown.show_state(state=ModelState.DOWNLOADING)
    assert QApplication.focusWidget() is buttons(card)["Cancel"]


def test_tab_goes_from_the_language_through_the_cards_to_the_files(shown: Shown) -> None:
    assert QTest.qWaitForWindowActive(shown.picker)
    shown.choose_language("de")
    shown.cards()
    shown.picker.languages.setFocus()
    reached = []
    for _ in range(4):
        QTest.keyClick(shown.picker, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.append(focus.accessibleName() or focus.property("text"))
    assert reached == [
        "Download: Whisper tiny",
        "Download: Whisper base",
        "Download: Whisper small",
        "Add from files…",
    ]


def test_a_command_is_shown_once_the_files_are_here_and_can_be_copied(shown: Shown) -> None:
    package = PackageView("faster-whisper", "pip install faster-whisper")
    offered = shown.show_state(state=ModelState.AVAILABLE, package=package)
    assert "Copy" not in buttons(offered)
    assert texts(offered)[0].endswith("It also needs the package faster-whisper.")
    card = shown.show_state(state=ModelState.NEEDS_PACKAGE, package=package)
    assert [line.text() for line in card.findChildren(QLineEdit)] == [package.command]
    assert set(buttons(card)) == {"Copy", "Remove"}
    buttons(card)["Copy"].click()
    assert shown.requests[-1].text == package.command


def test_a_restricted_licence_is_accepted_with_the_download(shown: Shown) -> None:
    licence = LicenceView("Community", "Free for research.", is_free=False)
    card = shown.show_state(licence=licence)
    assert "Licence: Community. Free for research." in texts(card)
    assert set(buttons(card)) == {"Accept and download"}


def test_removing_asks_first(shown: Shown) -> None:
    buttons(shown.show_state(state=ModelState.READY))["Remove"].click()
    (box,) = shown.picker.findChildren(QMessageBox)
    assert box.text() == "Remove Whisper base and free 148\u00a0MB?"
    assert not shown.requests
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert not shown.requests
    buttons(shown.card("whisper-base"))["Remove"].click()
    box = shown.picker.findChildren(QMessageBox)[-1]
    next(button for button in box.buttons() if button.text() == "Remove").click()
    assert shown.requests == [ModelRequest(ModelAction.REMOVE, "whisper-base")]


def test_only_a_few_of_many_are_shown_at_first(shown: Shown) -> None:
    many = tuple(replace(BASE, name=f"model-{number}") for number in range(9))
    shown.picker.show_models(ModelsView((INCLUDED, *many)))
    assert len(shown.cards()) == 3
    (more,) = [
        button
        for button in shown.picker.findChildren(QAbstractButton)
        if button.isVisible() and button.text() == "Show 7 more"
    ]
    more.click()
    assert len(shown.cards()) == 10


def test_the_focus_goes_to_the_first_of_the_models_that_were_not_shown(shown: Shown) -> None:
    assert QTest.qWaitForWindowActive(shown.picker)
    many = tuple(replace(BASE, name=f"model-{number}") for number in range(9))
    shown.picker.show_models(ModelsView((INCLUDED, *many)))
    shown.cards()
    more = find_button(shown, "Show 7 more")
    more.setFocus()
    more.click()
    assert QApplication.focusWidget() is buttons(shown.card("model-2"))["Download"]


def test_models_that_are_downloaded_come_first_and_have_few_controls_too(shown: Shown) -> None:
    here = tuple(
        replace(BASE, name=f"here-{number}", state=ModelState.READY) for number in range(5)
    )
    shown.picker.show_models(ModelsView((INCLUDED, *OTHERS, *here)))
    shown.picker.preset_language("fr")
    assert list(shown.cards()) == ["here-0", "here-1"], "each has two buttons"
    find_button(shown, "Show 6 more").click()
    assert list(shown.cards()) == [*(model.name for model in here), *(m.name for m in OTHERS)]


def test_the_recommended_recogniser_comes_before_the_one_in_use(shown: Shown) -> None:
    best = replace(OTHERS[2], state=ModelState.READY, recommended_languages=frozenset({"de"}))
    shown.picker.show_models(ModelsView((INCLUDED, *OTHERS[:2], best)))
    shown.picker.show_recognition("whisper-base", "de")
    assert list(shown.cards()) == ["whisper-small", "whisper-base", "whisper-tiny"]
    shown.picker.show_recognition("whisper-base", "fr")
    assert list(shown.cards()) == ["whisper-base", "whisper-small", "whisper-tiny"]


def test_files_are_added_below_the_whole_list(shown: Shown) -> None:
    many = tuple(replace(BASE, name=f"model-{number}") for number in range(9))
    shown.picker.show_models(ModelsView((INCLUDED, *many)))
    shown.cards()
    files = find_button(shown, "Add from files…")
    assert not files.isVisible()
    find_button(shown, "Show 7 more").click()
    assert files.isVisible()


def test_progress_that_is_not_known_fills_the_bar_faintly(shown: Shown) -> None:
    (bar,) = shown.show_state(state=ModelState.INSTALLING).findChildren(QProgressBar)
    waiting = bar.grab().toImage().pixelColor(bar.width() * 3 // 4, bar.height() // 2)
    progress = ModelProgress(BASE.size // 2, "a test")
    shown.show_state(state=ModelState.DOWNLOADING, progress=progress)
    image = bar.grab().toImage()
    done, left = (image.pixelColor(bar.width() * n // 4, bar.height() // 2) for n in (1, 3))
    assert done == QColor(find_colours(bar.palette()).accent)
    assert len({waiting.rgb(), done.rgb(), left.rgb()}) == 3


def test_a_problem_and_a_limitation_are_sentences(shown: Shown) -> None:
    card = shown.show_state(state=ModelState.PARTIAL, problem="The connection was lost.")
    assert "The connection was lost." in texts(card)
    view = ModelsView(
        (INCLUDED,), limitation="Others need pip.", note="This is no model.", has_failed=True
    )
    shown.picker.show_models(view)
    assert {"Others need pip.", "This is no model."} <= set(shown.notes())


def test_files_can_be_dropped(shown: Shown) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/home/mary/tiny-streaming-de")])
    where, action = QPointF(5, 5), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(
        where.toPoint(), action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(shown.picker, enter)
    assert enter.isAccepted()
    drop = QDropEvent(
        where, action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(shown.picker, drop)
    assert [request.path for request in shown.requests] == ["/home/mary/tiny-streaming-de"]


def test_a_link_to_a_website_cannot_be_dropped(shown: Shown) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/model.zip")])
    enter = QDragEnterEvent(
        QPointF(5, 5).toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    enter.ignore()
    QApplication.sendEvent(shown.picker, enter)
    assert not enter.isAccepted()


def test_a_licence_of_added_files_is_asked_for_once(shown: Shown) -> None:
    question = LicenceQuestion("Moonshine tiny ko", "Free for research.", "/home/mary/tiny-ko")
    for _ in range(2):
        shown.picker.show_models(replace(EVERY, question=question))
    (box,) = shown.picker.findChildren(QMessageBox)
    assert box.text() == "Licence of Moonshine tiny ko: Free for research."
    next(button for button in box.buttons() if button.text() == "Accept and add").click()
    (request,) = shown.requests
    assert (request.path, request.is_licence_accepted) == ("/home/mary/tiny-ko", True)


def test_returning_to_the_window_looks_again_at_what_is_installed(shown: Shown) -> None:
    QApplication.processEvents()
    before = shown.refreshed
    QApplication.sendEvent(shown.picker, QEvent(QEvent.Type.WindowActivate))
    assert shown.refreshed == before + 1
    shown.picker.hide()
    QApplication.sendEvent(shown.picker, QEvent(QEvent.Type.WindowActivate))
    assert shown.refreshed == before + 1, "nobody sees the list"


def shown_texts(card: ModelCard) -> set[str]:
    return {label.text() for label in card.findChildren(NoteLabel) if label.isVisible()}


def test_the_model_that_suits_the_computer_is_marked_for_the_language() -> None:
    shown = Shown()
    here = replace(BASE, state=ModelState.READY, recommended_languages=frozenset({"de", ""}))
    best = replace(INCLUDED, recommended_languages=frozenset({"en"}))
    shown.picker.show_models(ModelsView((best, OTHERS[0], here, OTHERS[2])))
    mark = "Recommended for this computer"
    marked = [name for name, card in shown.cards().items() if mark in shown_texts(card)]
    assert marked == ["moonshine"]
    assert mark in shown.card("moonshine").explanation
    assert mark not in shown.card(BASE.name).explanation
    for language in ("de", ""):
        shown.choose_language(language)
        cards = shown.cards()
        marked = [name for name, card in cards.items() if mark in shown_texts(card)]
        assert marked == [BASE.name] == list(cards)[:1]
    shown.choose_language("fr")
    assert not any(mark in shown_texts(card) for card in shown.cards().values())


def test_cantonese_is_offered_by_its_own_name() -> None:
    shown = Shown()
    view = replace(BASE, name="sensevoice", languages=("zh", "yue", "en", "ja", "ko"))
    shown.picker.show_models(ModelsView((INCLUDED, view)))
    box = shown.picker.languages
    assert box.itemText(box.findData("yue")) == "\u7cb5\u8a9e"
    shown.choose_language("yue")
    assert list(shown.cards()) == ["sensevoice"]


@pytest.mark.parametrize(
    ("code", "system"),
    [
        ("ja", QFontDatabase.WritingSystem.Japanese),
        ("zh", QFontDatabase.WritingSystem.SimplifiedChinese),
        ("th", QFontDatabase.WritingSystem.Thai),
        ("de", QFontDatabase.WritingSystem.Latin),
        ("", QFontDatabase.WritingSystem.Any),
    ],
)
def test_a_language_without_a_font_is_pointed_out(
    code: str, system: QFontDatabase.WritingSystem
) -> None:
    has_font = bool(QFontDatabase.families(system))
    assert has_letters(code) == has_font
    shown = Shown()
    shown.picker.show_models(ModelsView((replace(INCLUDED, languages=(code, "en", "de")),)))
    shown.picker.show_recognition("moonshine", code)
    notes = [note.text() for note in shown.picker.findChildren(NoteLabel)]
    assert any("install one" in text for text in notes) is not has_font
