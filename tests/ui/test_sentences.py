"""Sentences of the rooms below: found in any language, and kept up with the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import captions
from captions.ui import translation
from captions.wording.sentences import SENTENCES, localised

CODE = Path(captions.__file__).parent


def written(node: ast.expr) -> str:
    """Return a text of the code, with numbers where values are put in; empty if it is none."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    values = [part for part in node.values if not isinstance(part, ast.Constant)]
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"{{{values.index(part)}}}"
        for part in node.values
    )


def nodes(*rooms: str) -> Iterator[ast.AST]:
    for room in rooms:
        for path in sorted((CODE / room).rglob("*.py")):
            yield from ast.walk(ast.parse(path.read_text("utf-8")))


def test_every_sentence_is_one_of_the_code() -> None:
    found = {
        written(node)
        for node in nodes("audio", "decoding", "engine", "realtime")
        if isinstance(node, ast.Constant | ast.JoinedStr)
    }
    assert [sentence for sentence in SENTENCES if sentence not in found] == []


def test_everything_that_a_device_may_say_is_there() -> None:
    said = {
        written(node.args[0])
        for node in nodes("audio")
        if isinstance(node, ast.Call)
        if ast.unparse(node.func).split(".")[-1] in ("DeviceError", "PortAudioMissingError")
    } | {
        written(node.value)
        for node in nodes("audio")
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ADVICE"
    }
    assert len(said) > 10
    assert said - {""} <= set(SENTENCES)


@pytest.mark.parametrize(
    "sentence",
    [
        "No microphone is there: plug one in.",
        "“a {b}” is empty: record or copy it again.",
        "A sentence of nobody's.",
        "",
    ],
)
def test_english_stays_as_it_is(sentence: str) -> None:
    assert localised(sentence) == sentence


@pytest.mark.parametrize(
    ("sentence", "german"),
    [
        pytest.param(
            "No microphone is there: plug one in.",
            "Es ist kein Mikrofon da: Schließen Sie eines an.",
            id="as it is",
        ),
        pytest.param(
            "USB {0} was unplugged: plug it in again.",
            "USB {0} wurde abgezogen: Schließen Sie es wieder an.",
            id="with a name in it",
        ),
        pytest.param(
            "There is no mic. Captions then go on by themselves.",
            "There is no mic. Dann gehen die Untertitel von selbst weiter.",
            id="behind one that nobody translated",
        ),
        pytest.param(
            "Yeti is gone: plug it in again. Captions then go on by themselves.",
            "Yeti ist weg: Schließen Sie es wieder an. "
            "Dann gehen die Untertitel von selbst weiter.",
            id="a sentence in another",
        ),
        pytest.param("Ask your provider.", "Ask your provider.", id="a server's own"),
    ],
)
def test_another_language_keeps_names_and_numbers(
    qapp: QApplication, sentence: str, german: str
) -> None:
    translation.install(qapp, "de")
    try:
        assert localised(sentence) == german
    finally:
        translation.install(qapp, "en")
