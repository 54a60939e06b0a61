"""Why captions are not translated, and the recogniser that is offered."""

from collections.abc import Sequence

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from captions.ui.models.model_view import (
    ModelAction,
    ModelRequest,
    ModelState,
    ModelsView,
    ModelView,
)
from captions.ui.models.translation_note import TranslationAdvice, TranslationNote, find_advice

INCLUDED = ModelView("moonshine", "Moonshine")
BASE, SMALL, TINY = "whisper-base", "whisper-small", "whisper-tiny"
_SIZES = {TINY: 78_000_000, BASE: 148_000_000, SMALL: 484_000_000}


def whisper(name: str, state: ModelState, *, is_downloadable: bool = True) -> ModelView:
    return ModelView(
        name,
        name.replace("-", " ").capitalize(),
        languages=("en", "de"),
        size=_SIZES[name],
        state=state,
        translates=True,
        is_downloadable=is_downloadable,
    )


@pytest.mark.parametrize(
    ("models", "used", "sentence", "helper"),
    [
        pytest.param([whisper(BASE, ModelState.READY)], BASE, "", "", id="it translates"),
        pytest.param(
            [whisper(BASE, ModelState.AVAILABLE)],
            BASE,
            "Whisper base can translate once its download is complete.",
            BASE,
            id="the model in use was removed",
        ),
        pytest.param(
            [whisper(BASE, ModelState.DOWNLOADING)],
            BASE,
            "Translations appear as soon as Whisper base is ready.",
            BASE,
            id="the model in use is being downloaded",
        ),
        pytest.param(
            [whisper(BASE, ModelState.UNAVAILABLE)],
            BASE,
            "Whisper base can translate, but it cannot be used on this computer.",
            "",
            id="the model in use cannot run",
        ),
        pytest.param(
            [whisper(each, ModelState.AVAILABLE) for each in (TINY, BASE, SMALL)],
            "moonshine",
            "Moonshine cannot translate. Whisper base can, once it is downloaded.",
            BASE,
            id="none is here",
        ),
        pytest.param(
            [whisper(BASE, ModelState.AVAILABLE), whisper(SMALL, ModelState.READY)],
            "moonshine",
            "Moonshine cannot translate. Whisper small, which is on this computer, can.",
            SMALL,
            id="another one is here",
        ),
        pytest.param(
            [whisper(TINY, ModelState.AVAILABLE), whisper(BASE, ModelState.INSTALLING)],
            "moonshine",
            "Moonshine cannot translate. Whisper base, which is being downloaded, can.",
            BASE,
            id="one is being downloaded",
        ),
        pytest.param(
            [whisper(BASE, ModelState.AVAILABLE, is_downloadable=False)],
            "moonshine",
            "Moonshine cannot translate: choose a multilingual Whisper model, such as",
            "",
            id="none can be downloaded",
        ),
        pytest.param([], "gone", "", "", id="an unknown model"),
    ],
)
def test_missing_translation_has_a_reason_and_a_remedy(
    models: Sequence[ModelView], used: str, sentence: str, helper: str
) -> None:
    advice = find_advice(ModelsView((INCLUDED, *models)), used, "de")
    assert advice.sentence.startswith(sentence)
    assert bool(advice.sentence) is bool(sentence)
    assert (advice.helper.name if advice.helper else "") == helper


def test_model_for_another_language_is_not_offered() -> None:
    view = ModelsView((INCLUDED, whisper(BASE, ModelState.READY)))
    assert find_advice(view, "moonshine", "ja").helper is None


def test_button_downloads_or_uses_what_is_offered(qtbot: QtBot) -> None:
    note = TranslationNote()
    qtbot.addWidget(note)
    button = note.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    requests: list[ModelRequest] = []
    chosen: list[str] = []
    note.requested.connect(requests.append)
    note.chosen.connect(chosen.append)
    missing = TranslationAdvice("It cannot.", whisper(BASE, ModelState.AVAILABLE))
    note.show_advice(missing, is_urgent=True)
    assert button.text() == "Download Whisper base (148\u00a0MB)"
    button.click()
    assert requests == [ModelRequest(ModelAction.DOWNLOAD, BASE)]
    note.show_advice(missing._replace(helper=whisper(SMALL, ModelState.READY)), is_urgent=True)
    assert button.text() == "Use Whisper small"
    button.click()
    assert chosen == [SMALL]


@pytest.mark.parametrize(
    ("state", "is_urgent"), [(ModelState.AVAILABLE, False), (ModelState.DOWNLOADING, True)]
)
def test_no_button_is_shown_that_nobody_needs(
    qtbot: QtBot, state: ModelState, is_urgent: bool
) -> None:
    note = TranslationNote()
    qtbot.addWidget(note)
    note.show_advice(TranslationAdvice("It cannot.", whisper(BASE, state)), is_urgent=is_urgent)
    button = note.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    assert button.isHidden()
    assert note.sentence == "It cannot."
