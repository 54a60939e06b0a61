"""What the user is told: there is an entry for everything that can happen, and each reads well."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

import captions
from captions.events import (
    EngineChanged,
    EngineState,
    Event,
    Failed,
    Gap,
    Partial,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
)
from captions.messages.message import Message
from captions.model.health.problem import PROBLEMS
from captions.protocol.failures import FAILURES
from captions.wording import language
from captions.wording.notifications import notices
from captions.wording.notifications.notice_texts import DETAIL, NOTICES
from captions.wording.notifications.notices import NotificationText
from tests.support.messages import said

CODE = Path(captions.__file__).parent
KIND_FIRST = {"Failed", "_report_missing", "make_notification", "format_notice"}
"""Functions that take a kind as their first argument."""


def kinds_in(source: str) -> Iterator[str]:
    """Return every kind that some code writes down: all literals that a `Failed` may begin with."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in KIND_FIRST:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                yield str(first.value)
        # What a source tells when its device is missing or lost.
        if (
            isinstance(node, ast.keyword)
            and node.arg in ("missing", "lost")
            and isinstance(node.value, ast.Constant)
        ):
            yield str(node.value.value)


def kinds_in_the_code() -> set[str]:
    return {kind for path in CODE.rglob("*.py") for kind in kinds_in(path.read_text("utf-8"))}


def test_the_search_sees_each_way_to_write_a_kind() -> None:
    code = """
tell(Failed('one', detail))
self._report_missing('two', reason)
Wanted(missing='three', lost='four')
notices.make_notification('five', detail)
Failed(kind, detail)
"""
    assert set(kinds_in(code)) == {"one", "two", "three", "four", "five"}


def test_every_kind_in_the_code_has_an_entry() -> None:
    found = kinds_in_the_code()
    assert {"engine_died", "no_microphone", "output_lost", "another_device"} <= found
    assert found <= NOTICES.keys()


def test_only_known_places_tell_of_kinds_that_they_do_not_write_down() -> None:
    """Their kinds are those of `TROUBLES`, of `FAILURES`, and what `_report_missing` is given."""
    places = {
        path.relative_to(CODE).as_posix()
        for path in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Failed"
        if not isinstance(node.args[0], ast.Constant)
    }
    assert places == {
        "audio/live.py",
        "cli/transcription/remote_transcription.py",
        "model/health/problem.py",
        "realtime/session/session.py",
    }


def test_every_error_of_the_wire_and_every_trouble_has_an_entry() -> None:
    assert FAILURES.keys() <= NOTICES.keys()
    assert {trouble.kind for trouble in PROBLEMS} <= NOTICES.keys()


def test_the_user_is_called_for_grave_troubles_only() -> None:
    for trouble in PROBLEMS:
        assert NOTICES[trouble.kind].notifies is trouble.critical


@pytest.mark.parametrize(
    ("failed", "title", "advice"),
    [
        pytest.param(
            Failed("no_microphone", Message("microphone_missing")),
            NOTICES["no_microphone"].title,
            "No microphone is connected: connect one.",
            id="its own words",
        ),
        pytest.param(
            Failed("quota_exceeded"),
            NOTICES["quota_exceeded"].title,
            NOTICES["quota_exceeded"].advice,
            id="those of its kind",
        ),
        pytest.param(
            Failed("source_failed"), NOTICES["source_failed"].title, "", id="nothing known"
        ),
    ],
)
def test_logs_and_traces_have_a_failure_s_own_words(
    failed: Failed, title: str, advice: str
) -> None:
    language.set_language("de")
    try:
        assert notices.format_in_english(failed) == (title, advice)
    finally:
        language.set_language("en")


@pytest.mark.parametrize(
    ("failed", "line"),
    [
        pytest.param(
            Failed("no_microphone", Message("microphone_missing")),
            "No microphone is connected: connect one.",
            id="a title that its detail repeats",
        ),
        pytest.param(
            Failed("no_microphone", Message("device_busy", device="Desk")),
            "No microphone is connected. Desk is in use: close the program that uses it.",
            id="another detail",
        ),
        pytest.param(Failed("source_failed"), "The audio has stopped.", id="a title alone"),
    ],
)
def test_a_line_of_the_log_says_nothing_twice(failed: Failed, line: str) -> None:
    assert notices.describe_in_english(failed) == line


@pytest.mark.parametrize(
    ("part", "states"),
    [("source", SourceState), ("session", SessionState), ("engine", EngineState)],
)
def test_every_state_has_an_entry_and_there_are_no_others(part: str, states: type[StrEnum]) -> None:
    entries = {kind for kind in NOTICES if kind.startswith(f"{part}.")}
    assert entries == {f"{part}.{state.value}" for state in states}


@pytest.mark.parametrize("kind", NOTICES)
def test_each_notice_reads_well(kind: str) -> None:
    title, advice, notifies = NOTICES[kind]
    assert title or not notifies
    assert advice or not notifies, "a notification says what to do"
    assert len(title) < 60
    assert not notifies or not title.endswith(".")
    for text in (title, advice):
        assert text in ("", DETAIL) or text[0].isupper() or text[0] == "{"
    assert advice in ("", DETAIL) or advice.endswith(".")


@pytest.mark.parametrize(
    ("event", "told"),
    [
        pytest.param(
            Failed("quota_exceeded"),
            NotificationText(
                "The account has no credit left",
                "Add credit, or recognise speech on this computer, which is free.",
                "quota_exceeded",
            ),
            id="an error of the wire, in our words",
        ),
        pytest.param(
            Failed("another_device", said("“Yeti” is not there.")),
            NotificationText(
                "The selected device is not connected", "“Yeti” is not there.", "another_device"
            ),
            id="what only the event knows",
        ),
        pytest.param(
            Failed("of_tomorrow"),
            NotificationText(NOTICES["error"].title, NOTICES["error"].advice, "of_tomorrow"),
            id="an error that nobody knows yet",
        ),
        pytest.param(Failed("clipping"), None, id="a trouble that is only shown"),
        pytest.param(
            Gap(3.0, 61.4),
            NotificationText(
                "Some speech was not captioned",
                "Speech recognition was not available: 61\u00a0s of audio are missing.",
                "gap",
            ),
            id="a gap",
        ),
        pytest.param(
            EngineChanged(EngineState.FAILED, said("No model.")),
            NotificationText("Speech cannot be recognised", "No model.", "engine.failed"),
            id="no engine",
        ),
        pytest.param(
            SessionChanged(SessionState.FAILED, said("Refused.")),
            None,
            id="what was told as a failure",
        ),
        pytest.param(SourceChanged(SourceState.LISTENING, "Yeti"), None, id="all is well"),
        pytest.param(Partial("so"), None, id="speech"),
    ],
)
def test_what_a_notification_says(event: Event, told: NotificationText | None) -> None:
    assert notices.find_notification(event) == told


def test_what_a_detail_holds_is_left_alone() -> None:
    assert notices.make_notification("source_unusable", "“{title}” is a folder.").advice == (
        "“{title}” is a folder."
    )


def test_the_status_line_says_what_is_so_and_what_to_do() -> None:
    assert notices.format_notice("clipping") == (
        "The microphone is too loud, which distorts speech. Turn down its input volume."
    )
    assert notices.format_notice("source.listening", "Yeti") == "Listening to Yeti"
