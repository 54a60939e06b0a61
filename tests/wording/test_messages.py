"""The catalogue of messages: every code that the code creates, with its parameters, and no other.

Texts of the interface's areas have a translation in every language. Those of the English areas are
seen by commands, programs and logs only.
"""

import ast
import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

import captions
from captions.errors import CaptionsError, DeviceError, ServerReportedError
from captions.messages import catalogue
from captions.messages.catalogue import TEMPLATES
from captions.messages.message import Message
from captions.wording import language
from captions.wording.language import LANGUAGES, rendered

CODE = Path(captions.__file__).parent
NO_WORDS = {"{reason}", "{text}", "{setting} {requirement}."}
"""Templates that read the same in every language."""
TRANSLATIONS = [name for name in LANGUAGES if name != language.ENGLISH]


class MessageCall(NamedTuple):
    """One place in the code that creates a message."""

    place: str
    code: str
    parameters: frozenset[str]


def error_names(trees: Mapping[str, ast.Module]) -> set[str]:
    """Return the names of `CaptionsError` and of all classes below it."""
    bases = {
        node.name: {ast.unparse(base).split(".")[-1] for base in node.bases}
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {CaptionsError.__name__}
    while more := {name for name in bases.keys() - found if bases[name] & found}:
        found |= more
    return found


def creations(tree: ast.AST, errors: set[str]) -> Iterator[ast.Call]:
    """Yield every call that may create a message, with the arguments of one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in errors - {CaptionsError.__name__}:
            yield from (
                call
                for call in ast.walk(node)
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__"
            )
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1]
            if name == Message.__name__ or name in errors:
                yield node


def calls_in(place: str, tree: ast.AST, errors: set[str]) -> Iterator[MessageCall]:
    for call in creations(tree, errors):
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            names = frozenset(keyword.arg or "**" for keyword in call.keywords)
            yield MessageCall(f"{place}:{call.lineno}", first.value, names)


def uncertain_in(place: str, tree: ast.AST, errors: set[str]) -> Iterator[str]:
    """Yield places whose code is put together at run time, where this test sees nothing."""
    for call in creations(tree, errors):
        first = call.args[0] if call.args else None
        makes_value = ast.unparse(call.func).endswith(Message.__name__)
        if isinstance(first, ast.JoinedStr | ast.BinOp | ast.IfExp) or (
            makes_value and not isinstance(first, ast.Constant)
        ):
            yield f"{place}:{call.lineno}"


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(CODE).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in CODE.rglob("*.py")
    }


@pytest.fixture(scope="module")
def calls(trees: dict[str, ast.Module]) -> list[MessageCall]:
    errors = error_names(trees)
    return [call for place, tree in trees.items() for call in calls_in(place, tree, errors)]


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


SAMPLE = """
raise DeviceError("one", device=name)
raise OurError(Message("two", a=1, b=Message("three")), sure=True)
raise OurError(other.message, sure=True)
raise ValueError("none of ours")

class OurError(captions.errors.DeviceError):
    def __init__(self, message, *, sure): super().__init__(message)

class FixedError(OurError):
    def __init__(self): super().__init__("four", url=1)
"""


def test_the_search_sees_each_way_to_create_a_message() -> None:
    tree = ast.parse(SAMPLE)
    errors = error_names({"": tree, "errors": ast.parse("class DeviceError(CaptionsError): ...")})
    assert errors == {"CaptionsError", "DeviceError", "OurError", "FixedError"}
    found = {(call.code, call.parameters) for call in calls_in("", tree, errors)}
    assert found == {
        ("one", frozenset({"device"})),
        ("two", frozenset({"a", "b"})),
        ("three", frozenset()),
        ("four", frozenset({"url"})),
    }


def test_every_code_is_in_the_catalogue_with_its_parameters(calls: list[MessageCall]) -> None:
    assert len(calls) > 200
    wrong = [
        call
        for call in calls
        if call.code not in TEMPLATES or placeholders(TEMPLATES[call.code]) != call.parameters
    ]
    assert wrong == []


def test_no_code_is_put_together_at_run_time(trees: dict[str, ast.Module]) -> None:
    errors = error_names(trees)
    found = {place for name, tree in trees.items() for place in uncertain_in(name, tree, errors)}
    assert {place.partition(":")[0] for place in found} <= {"errors.py"}


def test_every_entry_of_the_catalogue_is_used_once(calls: list[MessageCall]) -> None:
    assert TEMPLATES.keys() - {call.code for call in calls} == set()
    areas = (*catalogue.INTERFACE_AREAS, *catalogue.ENGLISH_AREAS)
    assert sum(len(area.TEMPLATES) for area in areas) == len(TEMPLATES), "a code is there twice"


@pytest.mark.parametrize("code", TEMPLATES)
def test_each_template_reads_well(code: str) -> None:
    template = TEMPLATES[code]
    assert code == code.lower()
    assert code.replace("_", "").isalnum()
    assert template == " ".join(re.split(r"[ \t\r\n]+", template.strip()))
    assert all(name.isidentifier() for name in placeholders(template))


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_each_text_of_the_interface_has_a_translation_with_its_placeholders(name: str) -> None:
    language.set_language(name)
    try:
        found = {text: language.translated(text) for text in catalogue.interface_texts()}
    finally:
        language.set_language(language.ENGLISH)
    assert {text for text, other in found.items() if not other or other == text} <= NO_WORDS
    assert {
        text for text, other in found.items() if placeholders(text) != placeholders(other)
    } == set()


def test_equal_messages_are_one_value() -> None:
    one = Message("device_rate_unsupported", device="Yeti", rate=44_100)
    other = Message("device_rate_unsupported", rate=44_100, device="Yeti")
    assert one == other
    assert len({one, other}) == 1
    assert one.parameters == {"device": "Yeti", "rate": 44_100}
    assert repr(one) == "Message('device_rate_unsupported', device='Yeti', rate=44100)"


def test_an_error_has_a_code_and_parameters_and_reads_in_english() -> None:
    error = DeviceError("device_busy", device="Yeti")
    assert (error.code, error.parameters) == ("device_busy", {"device": "Yeti"})
    assert str(error) == "Yeti is in use: close the program that uses it."
    assert repr(error) == "DeviceError('Yeti is in use: close the program that uses it.')"
    again = DeviceError(error.message)
    assert again.message is error.message


def test_an_error_with_a_name_keeps_it() -> None:
    error = ServerReportedError(Message("server_reported", text="No credit."), "quota_exceeded")
    assert (str(error), error.name) == ("No credit.", "quota_exceeded")


def in_german(message: Message | None) -> str:
    language.set_language("de")
    try:
        return rendered(message)
    finally:
        language.set_language(language.ENGLISH)


@pytest.mark.parametrize(
    ("message", "german"),
    [
        pytest.param(None, "", id="none"),
        pytest.param(
            Message("device_gone", device="USB {0}"),
            "USB {0} ist getrennt: Schließen Sie das Gerät wieder an.",
            id="with a name in it",
        ),
        pytest.param(
            Message(
                "captions_resume_with_sound", reason=Message("device_gone", device="“{reason}”")
            ),
            "“{reason}” ist getrennt: Schließen Sie das Gerät wieder an. "
            "Die Untertitel werden dann automatisch fortgesetzt.",
            id="a message in another",
        ),
        pytest.param(
            Message("recording_broken", recording="“a”", seconds=2.345, reason="why"),
            "“a” ist nach 2.3\u00a0s beschädigt: Nur der Teil davor kann untertitelt werden (why).",
            id="with a number",
        ),
        pytest.param(
            Message("server_reported", text="Ask your provider."),
            "Ask your provider.",
            id="a server's own words",
        ),
    ],
)
def test_another_language_keeps_names_and_numbers(message: Message | None, german: str) -> None:
    assert in_german(message) == german


def test_a_text_without_a_translation_stays_english() -> None:
    message = Message("model_unknown", model="A")
    assert in_german(message) == str(message)
