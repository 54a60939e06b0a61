"""Outputs that are started, fed and stopped with the settings."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from typing_extensions import override

from captions.app.outputs.running_outputs import TEST_TEXT, RunningOutputs
from captions.errors import CaptionsError, OutputError, OutputUnavailableError
from captions.events import Committed, Partial, Speech, Translated
from captions.model.live.translated_text import is_translation_lane
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.caption_state import CaptionState, RowFormat
from captions.outputs.destination import Destination, OutputKind, OutputState, OutputStatus, Report
from captions.outputs.output_queue import OutputQueue
from captions.outputs.text_widths import estimate_width
from captions.settings.paths import with_value
from captions.settings.schema import Settings
from captions.settings.words import WordSettings
from tests.conftest import on_loop
from tests.support.virtual_clock import on_quick_loop

PAGE, AUDIENCE, WEBHOOK = OutputKind.PAGE, OutputKind.AUDIENCE, OutputKind.WEBHOOK


@dataclass
class RecordingDestination:
    """Records what it is given."""

    row_formats: tuple[RowFormat, ...] = (RowFormat(),)
    max_age: float = 60.0
    hangs: bool = False
    fails: bool = False
    failure: type[CaptionsError] = OutputError
    state: OutputState = OutputState.RUNNING
    states: list[CaptionState] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    applied: list[Settings] = field(default_factory=list)

    def describe_address(self, *, with_secret: bool) -> str:
        return "http://127.0.0.1/secret" if with_secret else "http://127.0.0.1/…"

    def apply(self, settings: Settings) -> None:
        self.applied.append(settings)

    async def deliver(self, queue: OutputQueue, report: Report) -> None:
        if self.fails:
            raise self.failure("outputs_paused")
        if self.hangs:
            await asyncio.Event().wait()
        report(OutputStatus(self.state))
        while True:
            await queue.wait()
            state = queue.take_state()
            if state is not None:
                self.states.append(state)
            while (segment := queue.first_segment()) is not None:
                self.texts.append(segment.text)
                queue.remove_segment()

    @property
    def rows(self) -> list[str]:
        """Texts of the rows shown last."""
        return [row.text for row in self.states[-1].rows[0]] if self.states[-1].rows else []


@dataclass
class PortDestination(RecordingDestination):
    """Releases its port a moment after it was stopped."""

    users: int = 0

    @override
    async def deliver(self, queue: OutputQueue, report: Report) -> None:
        assert not self.users, "the port is still in use"
        self.users += 1
        try:
            await super().deliver(queue, report)
        finally:
            await asyncio.sleep(0.02)
            self.users -= 1


@dataclass
class SecretDestination(RecordingDestination):
    """Records its secrets."""

    secrets: list[str] = field(default_factory=list)

    def renew_secret(self, secret: str) -> None:
        self.secrets.append(secret)


class Desk:
    """Outputs with destinations that record."""

    def __init__(self, settings: Settings, made: dict[OutputKind, RecordingDestination]) -> None:
        self.made = made
        self.started: list[OutputKind] = []
        self.outputs = RunningOutputs(settings, self._make, lambda: None)

    def _make(self, kind: OutputKind, _: Settings) -> RecordingDestination:
        self.started.append(kind)
        return self.made[kind]

    async def say(self, *events: Speech) -> None:
        """Send events, each of which is delivered before the next."""
        for event in events:
            self.outputs.show_speech(event)
            if isinstance(event, Committed):
                segment = TranscriptSegment(text=event.text, start=0.0, end=1.0, lane=event.lane)
                self.outputs.add_segment(segment)
            await settle()


async def settle() -> None:
    """Let all tasks run that can."""
    for _ in range(20):
        await asyncio.sleep(0)


def enabled(*kinds: OutputKind, **values: object) -> Settings:
    """Return settings with outputs turned on, and with values of the first one."""
    settings = Settings()
    for kind in kinds:
        settings = with_value(settings, f"outputs.{kind}.enabled", value=True)
    for name, value in values.items():
        settings = with_value(settings, f"outputs.{kinds[0]}.{name}", value)
    return settings


def run(
    settings: Settings,
    work: Callable[[Desk], Awaitable[None]],
    run_loop: Callable[[Coroutine[Any, Any, Desk]], Desk] = on_loop,
    /,
    **destinations: RecordingDestination,
) -> Desk:
    made = {OutputKind(name): destination for name, destination in destinations.items()}

    async def main() -> Desk:
        desk = Desk(settings, made)
        desk.outputs.open()
        await settle()
        await work(desk)
        await desk.outputs.close()
        return desk

    return run_loop(main())


def test_output_gets_rows_open_text_and_segments() -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        await desk.say(Partial("it was", settled_text="it", marked=True))
        state = page.states[-1]
        assert page.rows == ["it was"]
        assert [run.settled for run in state.rows[0][0].runs] == [True, False]
        assert (state.live_segments[0].text, state.live_segments[0].settled_text) == (
            "it was",
            "it",
        )
        await desk.say(Committed("It was the best."))
        assert page.rows == ["It was the best."]
        assert page.states[-1].live_segments == ()

    run(enabled(PAGE), work, page=page)
    assert page.texts == ["It was the best."]


def test_outputs_that_are_off_are_not_started() -> None:
    async def work(_: Desk) -> None:
        """Do nothing."""

    assert run(Settings(), work).started == []


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        pytest.param({}, ["mine", "yours"], id="all lanes"),
        pytest.param({"lanes": "mic"}, ["mine"], id="microphone only"),
        pytest.param({"lanes": "system"}, ["yours"], id="computer only"),
    ],
)
def test_output_gets_the_lanes_it_wants(values: dict[str, object], texts: list[str]) -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        await desk.say(Committed("mine", lane="mic"), Committed("yours", lane="system"))

    run(enabled(PAGE, **values), work, page=page)
    assert page.texts == texts


@pytest.mark.parametrize("mode", ["roll-up", "pop-on", "paint-on"])
def test_rows_name_the_speakers_by_their_present_names(mode: str) -> None:
    page = RecordingDestination()
    settings = with_value(enabled(PAGE), "recognition.speakers", value=True)
    settings = with_value(settings, "captions.mode", mode)

    async def work(desk: Desk) -> None:
        desk.outputs.names.rename_speaker("Speaker 1", "Ada")
        await desk.say(Committed("Shall we?", speaker="speaker_1"))
        assert page.rows[0] == "Ada: Shall we?"
        desk.outputs.clear()
        desk.outputs.names.rename_speaker("Ada", "Ada Lovelace")
        await desk.say(Committed("Yes.", speaker="speaker_2"))
        desk.outputs.clear()
        await desk.say(Committed("It is late.", speaker="speaker_1"))
        assert page.rows[0] == "Ada Lovelace: It is late."

    run(settings, work, page=page)


@pytest.mark.parametrize(
    ("choice", "shown"),
    [
        pytest.param("all", "OpenAI is f***", id="all"),
        pytest.param("replacements", "OpenAI is fuck", id="replacements"),
        pytest.param("none", "open a eye is fuck", id="none"),
    ],
)
def test_output_has_its_own_choice_of_word_rules(choice: str, shown: str) -> None:
    page = RecordingDestination()
    words = WordSettings(
        replacements=("open a eye => OpenAI",), profanity="masked", alerts=("OpenAI",)
    )

    async def work(desk: Desk) -> None:
        text = "open a eye is fuck"
        await desk.say(Partial(text, settled_text="open a", marked=True))
        assert page.rows == [text]
        desk.outputs.apply(replace(enabled(PAGE, word_rules=choice), words=words))
        await settle()
        assert page.rows == [shown]
        await desk.say(Partial(text, settled_text="open a", marked=True))
        assert page.states[-1].live_segments[0].text == shown
        await desk.say(Committed(text))
        assert page.rows == [shown]
        assert not any(run.is_alert for row in page.states[-1].rows[0] for run in row.runs)

    run(enabled(PAGE, word_rules=choice), work, page=page)
    assert page.texts == [shown]


def test_output_for_committed_text_gets_no_partials() -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        await desk.say(Partial("it was"))
        assert page.states == [CaptionState()]
        await desk.say(Committed("It was."))

    run(enabled(PAGE, partials=False), work, page=page)
    assert page.rows == ["It was."]


def test_dead_output_costs_the_others_nothing() -> None:
    page, webhook = RecordingDestination(), RecordingDestination(hangs=True)

    async def work(desk: Desk) -> None:
        for number in range(2000):
            await desk.say(Committed(f"Sentence {number}."))
        reports = {report.kind: report for report in desk.outputs.list_reports()}
        assert (reports[PAGE].sent, reports[PAGE].dropped) == (2000, 0)
        assert (reports[WEBHOOK].sent, reports[WEBHOOK].dropped) == (0, 1000)

    run(enabled(PAGE, WEBHOOK), work, page=page, webhook=webhook)


def test_output_that_fails_costs_the_others_nothing() -> None:
    page, webhook = RecordingDestination(), RecordingDestination(fails=True)

    async def work(desk: Desk) -> None:
        await desk.say(Committed("It was."))
        reports = {report.kind: report.status.state for report in desk.outputs.list_reports()}
        assert reports[PAGE] is OutputState.RUNNING
        assert reports[WEBHOOK] is OutputState.FAILED
        lost = await desk.outputs.wait_until_sent()
        assert list(map(str, lost)) == [
            "1 of 1 captions were not sent to your web server.",
            "All outputs are paused: choose Resume outputs in the menu to continue.",
        ]

    run(enabled(PAGE, WEBHOOK), work, page=page, webhook=webhook)
    assert page.texts == ["It was."]


def test_pausing_empties_the_screens_at_once_and_sends_nothing() -> None:
    page, webhook = RecordingDestination(), RecordingDestination()

    async def work(desk: Desk) -> None:
        await desk.say(Committed("It was."))
        sending = [desk.outputs.receivers]
        desk.outputs.pause(paused=True)
        await desk.say(Committed("Secret."), Partial("also secret"))
        assert page.rows == []
        assert [*sending, desk.outputs.receivers] == [(WEBHOOK,), ()]
        assert desk.outputs.list_reports()[0].status.state is OutputState.OFF
        desk.outputs.pause(paused=False)
        await desk.say(Committed("The best."))

    run(enabled(PAGE, WEBHOOK), work, page=page, webhook=webhook)
    assert page.texts == ["It was.", "The best."]
    assert not any("ecret" in row.text for state in page.states for row in sum(state.rows, ()))


GERMAN = TranscriptSegment(text="Geheim.", start=0.0, end=1.0)


def _pause_then_speak(outputs: RunningOutputs) -> None:
    outputs.pause(paused=True)
    outputs.show_speech(Committed("Geheim.", segment_id="a"))
    outputs.add_segment(GERMAN)


def _speak_then_pause(outputs: RunningOutputs) -> None:
    outputs.show_speech(Committed("Geheim.", segment_id="a"))
    outputs.add_segment(GERMAN)
    outputs.pause(paused=True)


@pytest.mark.parametrize("choice", ["translation", "both"])
@pytest.mark.parametrize("begin", [_pause_then_speak, _speak_then_pause])
def test_translations_that_arrive_after_a_pause_tell_nothing_of_what_it_hid(
    begin: Callable[[RunningOutputs], None], choice: str
) -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        begin(desk.outputs)
        await settle()
        before = len(page.states)
        desk.outputs.pause(paused=False)
        desk.outputs.show_speech(Translated("Secret.", "a"))
        desk.outputs.add_translated(replace(GERMAN, translation="Secret."))
        await asyncio.sleep(20)  # Longer than any translation is waited for.
        assert not any(row.text for state in page.states[before:] for row in sum(state.rows, ()))

    run(enabled(PAGE, text=choice), work, on_quick_loop, page=page)
    assert page.texts == []


def test_segment_that_waits_for_its_translation_is_sent_once_if_the_choice_changes() -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        for before, after in (("original", "both"), ("both", "original")):
            desk.outputs.apply(enabled(PAGE, text=before))
            desk.outputs.add_segment(GERMAN)
            desk.outputs.apply(enabled(PAGE, text=after))
            desk.outputs.add_translated(replace(GERMAN, translation="Secret."))
            await settle()

    run(enabled(PAGE), work, page=page)
    assert page.texts == ["Geheim.", "Geheim."]


def test_outputs_know_that_captioning_or_they_themselves_are_paused() -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        outputs = desk.outputs
        steps: list[tuple[Callable[[], None], bool]] = [
            (lambda: outputs.show_paused(paused=True), True),
            (lambda: outputs.pause(paused=True), True),
            (lambda: outputs.show_paused(paused=False), True),
            (lambda: outputs.pause(paused=False), False),
            (lambda: outputs.show_paused(paused=True), True),
            (lambda: outputs.apply(enabled(OutputKind.PAGE, port=4000)), True),
        ]
        for change, expected in steps:
            change()
            await settle()
            assert page.states[-1].is_paused is expected

    run(enabled(OutputKind.PAGE), work, page=page)


def test_only_an_output_whose_own_settings_changed_starts_again() -> None:
    page, webhook = RecordingDestination(), RecordingDestination()

    async def work(desk: Desk) -> None:
        both = enabled(PAGE, WEBHOOK)
        larger = with_value(both, "appearance.font_px", 60)
        desk.outputs.apply(larger)
        desk.outputs.apply(with_value(larger, "outputs.page.port", 5000))
        desk.outputs.apply(larger)
        desk.outputs.apply(with_value(larger, "outputs.page.enabled", value=False))

    desk = run(enabled(PAGE, WEBHOOK), work, page=page, webhook=webhook)
    assert desk.started == [PAGE, WEBHOOK, PAGE, PAGE]
    assert webhook.applied[0].appearance.font_px == 60


def test_page_gets_a_new_secret_without_starting_again() -> None:
    page = SecretDestination()

    async def work(desk: Desk) -> None:
        desk.outputs.renew_secret(PAGE, "new")
        desk.outputs.renew_secret(OutputKind.AUDIENCE, "of an output that is off")

    assert run(enabled(PAGE), work, page=page).started == [PAGE]
    assert page.secrets == ["new"]


def test_page_that_failed_for_want_of_a_secret_starts_with_a_new_one() -> None:
    async def work(desk: Desk) -> None:
        desk.outputs.renew_secret(PAGE, "new")

    desk = run(enabled(PAGE), work, page=RecordingDestination(fails=True))
    assert desk.started == [PAGE, PAGE]


def test_rows_follow_the_number_of_rows_and_their_width() -> None:
    page = RecordingDestination()
    words = "It was the best of times, it was the worst of times, it was the age of wisdom."

    async def work(desk: Desk) -> None:
        await desk.say(Committed(words))
        assert len(page.rows) == 2
        settings = with_value(enabled(PAGE), "captions.rows", 6)
        desk.outputs.apply(with_value(settings, "captions.row_chars", 16))
        await desk.say(Committed(words))

    run(enabled(PAGE), work, page=page)
    assert len(page.rows) == 6
    assert max(map(estimate_width, page.rows)) <= 16


def test_clearing_empties_the_screens() -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        await desk.say(Partial("it was"))
        desk.outputs.clear()
        await settle()

    run(enabled(PAGE), work, page=page)
    assert page.rows == []
    assert page.states[-1].live_segments == ()


def test_test_reports_that_it_was_sent() -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        assert await desk.outputs.test(PAGE) is None

    run(enabled(PAGE), work, page=page)
    assert page.rows == page.texts == [TEST_TEXT]


def test_test_reports_why_it_was_not_sent() -> None:
    async def work(desk: Desk) -> None:
        problem = await desk.outputs.test(PAGE)
        assert problem is not None
        assert problem.code == "outputs_paused"
        off = await desk.outputs.test(WEBHOOK)
        assert off is not None
        assert off.code == "output_test_off"

    run(enabled(PAGE), work, page=RecordingDestination(fails=True))


def test_test_of_an_output_that_cannot_be_reached_ends_with_its_next_attempt() -> None:
    page = RecordingDestination(fails=True, failure=OutputUnavailableError)

    async def work(desk: Desk) -> None:
        await asyncio.sleep(60.0)  # Attempts are rare by now.
        started = asyncio.get_running_loop().time()
        problem = await desk.outputs.test(PAGE)
        assert problem is not None
        assert problem.code == "outputs_paused"
        assert asyncio.get_running_loop().time() - started < 1.0

    run(enabled(PAGE), work, on_quick_loop, page=page)


def test_test_of_a_failed_output_is_a_new_attempt() -> None:
    page = RecordingDestination(fails=True)

    async def work(desk: Desk) -> None:
        page.fails = False  # The user has removed the cause.
        assert await desk.outputs.test(PAGE) is None

    run(enabled(PAGE), work, page=page)
    assert page.texts == [TEST_TEXT]


def test_test_ends_when_the_output_is_turned_off() -> None:
    async def work(desk: Desk) -> None:
        test = asyncio.create_task(desk.outputs.test(PAGE))
        await settle()
        desk.outputs.apply(Settings())
        problem = await asyncio.wait_for(test, 5.0)
        assert problem is not None
        assert problem.code == "output_test_off"

    run(enabled(PAGE), work, page=RecordingDestination(hangs=True))


@pytest.mark.parametrize(
    ("settings", "kind", "state", "sends"),
    [
        pytest.param(enabled(PAGE), PAGE, OutputState.RUNNING, False, id="page"),
        pytest.param(
            enabled(AUDIENCE), AUDIENCE, OutputState.RUNNING, False, id="audience here"
        ),
        pytest.param(
            enabled(AUDIENCE, network=True), AUDIENCE, OutputState.RUNNING, True,
            id="audience in the network",
        ),
        pytest.param(enabled(WEBHOOK), WEBHOOK, OutputState.RUNNING, True, id="webhook"),
        pytest.param(
            enabled(WEBHOOK), WEBHOOK, OutputState.WAITING, True, id="webhook that is retried"
        ),
        pytest.param(
            enabled(WEBHOOK), WEBHOOK, OutputState.CONNECTING, False, id="webhook that connects"
        ),
        pytest.param(
            enabled(OutputKind.OBS), OutputKind.OBS, OutputState.WAITING, False, id="absent OBS"
        ),
    ],
)  # fmt: skip
def test_only_outputs_that_send_captions_elsewhere_are_receivers(
    settings: Settings, kind: OutputKind, state: OutputState, sends: bool
) -> None:
    async def work(desk: Desk) -> None:
        assert desk.outputs.receivers == ((kind,) if sends else ())

    run(settings, work, **{kind.value: RecordingDestination(state=state)})


def test_output_whose_secret_changed_sends_what_waits_to_the_new_address_alone() -> None:
    old, new = RecordingDestination(hangs=True), RecordingDestination()

    async def work(desk: Desk) -> None:
        await desk.say(Committed("It was."))
        desk.made[WEBHOOK] = new
        desk.outputs.restart(WEBHOOK)
        await desk.say(Committed("The best."))

    run(enabled(WEBHOOK), work, webhook=old)
    assert (old.texts, new.texts) == ([], ["It was.", "The best."])


def test_output_whose_settings_changed_sends_what_waits_and_keeps_its_counts() -> None:
    old, new = RecordingDestination(hangs=True), RecordingDestination()

    async def work(desk: Desk) -> None:
        await desk.say(Committed("It was."))
        desk.made[WEBHOOK] = new
        desk.outputs.apply(enabled(WEBHOOK, partials=True))
        await desk.say(Committed("The best."))
        desk.outputs.apply(enabled(WEBHOOK, partials=False))
        await settle()
        reports = {report.kind: report for report in desk.outputs.list_reports()}
        assert reports[WEBHOOK].sent == 2

    run(enabled(WEBHOOK), work, webhook=old)
    assert (old.texts, new.texts) == ([], ["It was.", "The best."])


def test_end_of_a_recording_waits_for_a_delayed_output() -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        await desk.say(Committed("It was."))
        assert page.texts == []
        await desk.outputs.wait_until_sent()

    run(enabled(PAGE, delay_seconds=0.3), work, page=page)
    assert page.texts == ["It was."]
    assert page.rows == ["It was."]


def test_end_of_a_recording_does_not_wait_for_the_screen_of_an_absent_output() -> None:
    page = RecordingDestination(hangs=True, max_age=0.05)

    async def work(desk: Desk) -> None:
        await desk.say(Partial("it was"), Committed("It was."))
        async with asyncio.timeout(10.0):
            lost = await desk.outputs.wait_until_sent()
        assert desk.outputs.list_reports()[0].dropped == 1
        assert list(map(str, lost)) == ["1 of 1 captions were not sent to the browser source."]

    run(enabled(PAGE), work, page=page)


def test_end_of_a_recording_waits_for_a_dead_output_no_longer_than_the_limit() -> None:
    webhook = RecordingDestination(hangs=True, max_age=3600.0)

    async def work(desk: Desk) -> None:
        await desk.say(Committed("It was."), Committed("The best."))
        async with asyncio.timeout(10.0):
            lost = await desk.outputs.wait_until_sent(0.05)
        assert desk.outputs.holds_captions
        assert list(map(str, lost)) == ["2 of 2 captions were not sent to your web server."]

    run(enabled(WEBHOOK), work, webhook=webhook)


def test_nothing_is_reported_if_all_was_sent() -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        await desk.say(Committed("It was."))
        assert await desk.outputs.wait_until_sent() == ()
        assert not desk.outputs.holds_captions

    run(enabled(PAGE), work, page=page)


def test_output_starts_again_once_the_ones_before_have_released_their_port() -> None:
    page = PortDestination()

    async def work(desk: Desk) -> None:
        for seconds in (0.1, 0.2, 0.0):
            desk.outputs.apply(enabled(PAGE, delay_seconds=seconds))
        desk.outputs.add_segment(TranscriptSegment(text="It was.", start=0.0, end=1.0))
        await desk.outputs.wait_until_sent()

    run(enabled(PAGE), work, page=page)
    assert page.texts == ["It was."]


class ContinuingRecorder(RecordingDestination):
    """A destination that notes which one it replaces."""

    def __init__(self) -> None:
        super().__init__()
        self.replaced: list[Destination] = []

    def continue_destination(self, before: Destination) -> None:
        self.replaced.append(before)


def test_output_that_starts_again_continues_the_captions_of_the_one_before() -> None:
    audience = ContinuingRecorder()

    async def work(desk: Desk) -> None:
        assert audience.replaced == []
        desk.outputs.apply(enabled(OutputKind.AUDIENCE, port=4000))
        desk.outputs.restart(OutputKind.AUDIENCE)
        await settle()
        assert audience.replaced == [audience, audience]
        desk.outputs.apply(Settings())
        desk.outputs.apply(enabled(OutputKind.AUDIENCE))
        assert audience.replaced == [audience, audience]

    run(enabled(OutputKind.AUDIENCE), work, audience=audience)


@pytest.mark.parametrize(
    ("choice", "rows", "texts"),
    [
        ("original", ["Guten Morgen. Thanks."], ["Guten Morgen.", "Thanks."]),
        ("translation", ["[EN] Good morning. Thanks."], ["[EN] Good morning.", "Thanks."]),
        (
            "both",
            ["Guten Morgen. Thanks.", "[EN] Good morning.", ""],
            ["Guten Morgen.", "[EN] Good morning.", "Thanks."],
        ),
    ],
)
def test_output_gets_the_texts_it_wants(choice: str, rows: list[str], texts: list[str]) -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        outputs = desk.outputs
        german = TranscriptSegment(text="Guten Morgen.", start=0.0, end=1.0)
        english = TranscriptSegment(text="Thanks.", start=2.0, end=3.0)
        outputs.show_speech(Committed("Guten Morgen.", segment_id="a"))
        outputs.add_segment(german)
        outputs.show_speech(Committed("Thanks."))
        outputs.add_segment(english)
        await settle()
        outputs.show_speech(Translated("Good morning.", "a"))
        outputs.add_translated(replace(german, translation="Good morning."))
        outputs.add_translated(english)
        await settle()
        assert page.rows == rows

    run(enabled(PAGE, text=choice), work, page=page)
    assert page.texts == texts


def test_each_side_of_a_call_has_its_language() -> None:
    page = RecordingDestination()
    settings = with_value(enabled(PAGE), "sound.source", "mic+system")
    settings = with_value(settings, "recognition.language", "de")
    settings = with_value(settings, "recognition.computer_language", "fr")

    async def work(desk: Desk) -> None:
        await desk.say(Partial("Guten", "mic"), Partial("Bonjour", "system"))
        languages = [segment.language for segment in page.states[-1].live_segments]
        assert languages == ["de", "fr"]

    run(settings, work, page=page)


@pytest.mark.parametrize(
    ("choice", "model", "language"),
    [
        ("translation", "whisper-base", "en"),
        ("translation", "moonshine-base-de", ""),
        ("both", "whisper-base", ""),
    ],
)
def test_settled_words_are_english_if_only_translations_settle(
    choice: str, model: str, language: str
) -> None:
    page = RecordingDestination()
    settings = with_value(enabled(PAGE, text=choice), "recognition.language", "de")

    async def work(desk: Desk) -> None:
        desk.outputs.apply(with_value(desk.outputs.settings, "recognition.model", model))
        await desk.say(Partial("Guten"))
        assert page.states[-1].settled_language == language

    run(settings, work, page=page)


def test_both_texts_leave_the_screen_together_and_nothing_moves_meanwhile() -> None:
    page = RecordingDestination()

    async def work(desk: Desk) -> None:
        outputs = desk.outputs
        outputs.show_speech(Committed("Guten Morgen.", segment_id="a"))
        await settle()
        assert page.rows == ["Guten Morgen.", "", ""]
        outputs.show_speech(Translated("Good morning.", "a"))
        await settle()
        assert page.rows == ["Guten Morgen.", "[EN] Good morning.", ""]
        await asyncio.sleep(20)  # Longer than captions stay after speech.
        assert not any(page.rows)
        outputs.show_speech(Committed("Es regnet.", segment_id="b"))
        outputs.clear()
        outputs.show_speech(Translated("It rains.", "b"))
        await settle()
        assert not any(page.rows)

    run(enabled(PAGE, text="both"), work, on_quick_loop, page=page)


def test_limited_rows_hold_both_texts_one_after_the_other() -> None:
    page = RecordingDestination((RowFormat(rows=2),))

    async def work(desk: Desk) -> None:
        desk.outputs.show_speech(Committed("Guten Morgen.", segment_id="a"))
        desk.outputs.show_speech(Translated("Good morning.", "a"))
        await settle()
        assert page.rows == ["Guten Morgen.", "[EN] Good morning."]

    run(enabled(PAGE, text="both"), work, page=page)


@pytest.mark.parametrize("mode", ["roll-up", "pop-on", "paint-on"])
def test_rows_of_a_translation_are_the_last_ones_in_every_mode(mode: str) -> None:
    page = RecordingDestination()
    settings = enabled(PAGE, text="both")
    settings = replace(settings, captions=replace(settings.captions, mode=mode))

    async def work(desk: Desk) -> None:
        for number in range(6):
            words = f"Das ist der Satz Nummer {number}, und er ist lang genug für zwei Zeilen."
            desk.outputs.show_speech(Committed(words, segment_id=f"{number}"))
            desk.outputs.show_speech(Translated(words.replace("Satz", "sentence"), f"{number}"))
            await asyncio.sleep(5)
        await settle()

    run(settings, work, on_quick_loop, page=page)
    layouts = [rows for state in page.states for rows in state.rows]
    shown = [rows for rows in layouts if any(row.text for row in rows)]
    assert any("sentence" in row.text for rows in shown for row in rows)
    for rows in shown:
        places = [is_translation_lane(row.lane) for row in rows]
        assert places == [False] * (len(rows) - 2) + [True] * 2
        assert not any("sentence" in row.text for row in rows[:-2])
        assert not any("Satz" in row.text for row in rows[-2:])
