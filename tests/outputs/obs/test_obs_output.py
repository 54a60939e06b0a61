"""What the output does with a fake OBS."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from captions.backoff import Backoff
from captions.model.layout.style import CaptionMode
from captions.model.rows import Row, Rows, TextRun
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.caption_state import CaptionState
from captions.outputs.destination import OutputState
from captions.outputs.obs.obs_output import ObsDestination
from captions.outputs.output_queue import OutputQueue
from captions.outputs.output_runner import OutputRunner
from captions.settings.outputs import ObsSettings
from tests.conftest import on_loop
from tests.support.obs.fake_obs import TEXT_KIND, FakeInput, FakeObs, running

PASSWORD = "secret words"  # noqa: S105  # a test's


def rows_of(*texts: str) -> Rows:
    return tuple(Row((TextRun(text, settled=True),)) for text in texts)


def state_of(*texts: str) -> CaptionState:
    return CaptionState((rows_of(*texts), rows_of(*texts)))


def segment_of(text: str) -> TranscriptSegment:
    return TranscriptSegment(text=text, start=0.0, end=1.0)


@dataclass
class RunningOutput:
    """An output that runs, with what it reports."""

    queue: OutputQueue
    runner: OutputRunner
    changed: asyncio.Event
    """Set when the status has changed."""
    task: asyncio.Task[None]

    async def wait_for_state(self, state: OutputState, code: str | None = None) -> None:
        while (self.runner.status.state, self._code()) != (state, code):
            self.changed.clear()
            await self.changed.wait()

    def _code(self) -> str | None:
        detail = self.runner.status.detail
        return None if detail is None else detail.code


@asynccontextmanager
async def running_output(settings: ObsSettings) -> AsyncIterator[RunningOutput]:
    async def read_password() -> str:
        return PASSWORD

    queue, changed = OutputQueue(), asyncio.Event()
    destination = ObsDestination(settings, read_password)
    assert PASSWORD not in repr(destination)
    runner = OutputRunner(destination, queue, changed.set, Backoff(0.001))
    task = asyncio.create_task(runner.run())
    output = RunningOutput(queue, runner, changed, task)
    try:
        yield output
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def settings_of(fake: FakeObs, *, stream: bool = False, source: str = "Captions") -> ObsSettings:
    return ObsSettings(enabled=True, address=fake.url, text_source=source, stream_captions=stream)


def with_source(**fields: object) -> FakeObs:
    fake = FakeObs(**fields)  # type: ignore[arg-type]  # as its fields are
    fake.inputs["Captions"] = FakeInput(TEXT_KIND, {"text": "old"})
    return fake


async def settle() -> None:
    """Let a request arrive that could be sent."""
    for _ in range(200):
        await asyncio.sleep(0)


async def wait_for_text(fake: FakeObs, text: str, name: str = "Captions") -> None:
    while fake.text_of(name) != text:
        fake.changed.clear()
        await fake.changed.wait()


async def wait_for_captions(fake: FakeObs, *texts: str) -> None:
    while fake.sent_captions != list(texts):
        assert len(fake.sent_captions) <= len(texts), fake.sent_captions
        fake.changed.clear()
        await fake.changed.wait()


def test_text_source_shows_the_rows_and_is_emptied_at_the_end() -> None:
    async def work() -> None:
        async with running(with_source()) as fake:
            async with running_output(settings_of(fake)) as output:
                await output.wait_for_state(OutputState.RUNNING)
                assert fake.text_of("Captions") == ""
                output.queue.put_segment(segment_of("Two rows."))
                output.queue.put_state(state_of("Two", "rows."))
                await wait_for_text(fake, "Two\nrows.")
                while not output.queue.is_empty:
                    await output.queue.wait_for_progress(0.1)
                assert (output.queue.sent, output.queue.dropped) == (1, 0)
            assert fake.text_of("Captions") == ""
            assert fake.sent_captions == []

    on_loop(work())


def test_unchanged_rows_are_sent_once() -> None:
    async def work() -> None:
        async with running(with_source()) as fake, running_output(settings_of(fake)) as output:
            for text in ("same", "same", "other"):
                output.queue.put_state(state_of(text))
                await wait_for_text(fake, text)
            texts = [data for kind, data in fake.requests if kind == "SetInputSettings"]
            assert len(texts) <= 3

    on_loop(work())


def test_missing_source_is_reported_and_used_once_it_is_created() -> None:
    async def work() -> None:
        async with running(FakeObs()) as fake, running_output(settings_of(fake)) as output:
            await output.wait_for_state(OutputState.WAITING, "obs_source_missing")
            output.queue.put_state(state_of("words"))
            output.queue.put_segment(segment_of("words"))
            fake.inputs["Captions"] = FakeInput(TEXT_KIND)
            await fake.send_event("InputCreated", inputName="Captions")
            await wait_for_text(fake, "words")
            await output.wait_for_state(OutputState.RUNNING)

    on_loop(work())


def test_source_that_is_removed_is_reported() -> None:
    async def work() -> None:
        async with running(with_source()) as fake, running_output(settings_of(fake)) as output:
            await output.wait_for_state(OutputState.RUNNING)
            del fake.inputs["Captions"]
            output.queue.put_state(state_of("words"))
            await output.wait_for_state(OutputState.WAITING, "obs_source_missing")

    on_loop(work())


def test_source_of_another_kind_is_reported_and_not_changed() -> None:
    async def work() -> None:
        fake = FakeObs()
        fake.inputs["Captions"] = FakeInput("image_source", {"file": "logo.png"})
        async with running(fake), running_output(settings_of(fake)) as output:
            output.queue.put_state(state_of("words"))
            await output.wait_for_state(OutputState.WAITING, "obs_source_not_text")
        assert fake.inputs["Captions"].settings == {"file": "logo.png"}

    on_loop(work())


FREETYPE = "text_ft2_source_v2"


@pytest.mark.parametrize(
    ("kind", "row", "shown", "code"),
    [
        pytest.param(FREETYPE, "שלום", "שלום", "obs_source_without_bidi", id="right to left"),
        pytest.param(FREETYPE, "漢字", "漢字", "obs_source_letters_missing", id="another script"),
        pytest.param(
            FREETYPE, "Nice 👍🏽 one 🎉", "Nice one", "obs_source_letters_missing", id="emoji"
        ),
        pytest.param(FREETYPE, "Łódź, Привет, 5 €", "Łódź, Привет, 5 €", None, id="usual letters"),
        pytest.param(
            TEXT_KIND, "שלום 漢字 🎉", "שלום 漢字 🎉", None, id="a source with fallback fonts"
        ),
    ],
)
def test_source_with_one_font_explains_what_it_cannot_show(
    kind: str, row: str, shown: str, code: str | None
) -> None:
    async def work() -> None:
        fake = FakeObs()
        fake.inputs["Captions"] = FakeInput(kind)
        async with running(fake), running_output(settings_of(fake)) as output:
            output.queue.put_state(state_of(row))
            await wait_for_text(fake, shown)
            await output.wait_for_state(OutputState.RUNNING, code)

    on_loop(work())


def test_explanation_ends_when_another_source_takes_the_name() -> None:
    async def work() -> None:
        fake = FakeObs()
        fake.inputs["Captions"] = FakeInput(FREETYPE)
        async with running(fake), running_output(settings_of(fake)) as output:
            output.queue.put_state(state_of("漢字"))
            await output.wait_for_state(OutputState.RUNNING, "obs_source_letters_missing")
            fake.inputs["Captions"] = FakeInput(TEXT_KIND)
            await fake.send_event("InputCreated", inputName="Captions")
            await wait_for_text(fake, "漢字")
            await output.wait_for_state(OutputState.RUNNING)

    on_loop(work())


def test_text_that_is_on_its_way_when_the_output_is_turned_off_is_removed() -> None:
    async def work() -> None:
        fake = with_source()
        async with running(fake):
            async with running_output(settings_of(fake)) as output:
                await output.wait_for_state(OutputState.RUNNING)
                fake.silent_requests = frozenset({"SetInputSettings"})
                output.queue.put_state(state_of("words"))
                await wait_for_text(fake, "words")
                fake.silent_requests = frozenset()
            assert fake.text_of("Captions") == ""

    on_loop(work())


def test_source_that_was_not_checked_in_time_is_not_changed() -> None:
    async def work() -> None:
        fake = FakeObs(silent_requests=frozenset({"GetInputSettings"}))
        fake.inputs["Captions"] = FakeInput("image_source", {"file": "logo.png"})
        async with running(fake):
            async with running_output(settings_of(fake)):
                await fake.wait_for("GetInputSettings")
                fake.silent_requests = frozenset()
            assert fake.inputs["Captions"].settings == {"file": "logo.png"}

    on_loop(work())


def test_output_that_is_turned_off_while_obs_ends_is_off() -> None:
    async def work() -> None:
        fake = with_source()
        async with running(fake), running_output(settings_of(fake)) as output:
            output.queue.put_state(state_of("words"))
            await wait_for_text(fake, "words")
            fake.silent_requests = frozenset({"SetInputSettings"})
            output.task.cancel()
            await wait_for_text(fake, "")
            await fake.hang_up()
            with pytest.raises(asyncio.CancelledError):
                await output.task

    on_loop(work())


def test_start_of_the_stream_that_overtakes_an_answer_counts() -> None:
    async def work() -> None:
        started = ("StreamStateChanged", {"outputState": "OBS_WEBSOCKET_OUTPUT_STARTED"})
        fake = FakeObs(following_events={"GetStreamStatus": started})
        async with (
            running(fake),
            running_output(settings_of(fake, stream=True, source="")) as output,
        ):
            await output.wait_for_state(OutputState.RUNNING)

    on_loop(work())


def test_nothing_is_requested_while_obs_changes_its_scene_collection() -> None:
    async def work() -> None:
        fake = with_source()
        async with running(fake), running_output(settings_of(fake)) as output:
            await output.wait_for_state(OutputState.RUNNING)
            await fake.send_event("CurrentSceneCollectionChanging", sceneCollectionName="Old")
            await output.wait_for_state(OutputState.WAITING, "obs_loading")
            fake.requests.clear()
            output.queue.put_state(state_of("words"))
            await settle()
            assert not fake.requests
            fake.inputs["Captions"] = FakeInput(TEXT_KIND)
            await fake.send_event("CurrentSceneCollectionChanged", sceneCollectionName="New")
            await wait_for_text(fake, "words")
            await output.wait_for_state(OutputState.RUNNING)
            await fake.send_event("CurrentSceneCollectionChanging", sceneCollectionName="New")
            await output.wait_for_state(OutputState.WAITING, "obs_loading")
            fake.requests.clear()
        assert not fake.requests

    on_loop(work())


@pytest.mark.parametrize(("partials", "mode"), [(True, None), (False, CaptionMode.POP_ON)])
def test_whole_sentences_are_split_into_blocks(partials: bool, mode: CaptionMode | None) -> None:
    async def read_password() -> str:
        return PASSWORD

    destination = ObsDestination(ObsSettings(partials=partials), read_password)
    assert [wanted.mode for wanted in destination.row_formats] == [mode, mode]


def test_scene_of_that_name_is_reported() -> None:
    async def work() -> None:
        async with (
            running(FakeObs()) as fake,
            running_output(settings_of(fake, source="Scene")) as output,
        ):
            await output.wait_for_state(OutputState.WAITING, "obs_source_not_text")

    on_loop(work())


def test_source_that_shows_a_file_is_switched_to_text() -> None:
    async def work() -> None:
        fake = with_source()
        fake.inputs["Captions"].settings["read_from_file"] = True
        async with running(fake), running_output(settings_of(fake)) as output:
            await output.wait_for_state(OutputState.RUNNING)
            assert fake.inputs["Captions"].settings["read_from_file"] is False

    on_loop(work())


def test_captions_are_sent_only_while_obs_streams() -> None:
    async def work() -> None:
        fake = with_source()
        async with running(fake), running_output(settings_of(fake, stream=True)) as output:
            await output.wait_for_state(OutputState.RUNNING, "obs_stream_awaited")
            output.queue.put_state(state_of("before"))
            await wait_for_text(fake, "before")
            assert fake.sent_captions == []
            fake.is_streaming = True
            await fake.send_event("StreamStateChanged", outputState="OBS_WEBSOCKET_OUTPUT_STARTED")
            await wait_for_captions(fake, "before")
            await output.wait_for_state(OutputState.RUNNING)
            output.queue.put_state(state_of("漢字"))
            await wait_for_captions(fake, "before", "")
            await output.wait_for_state(OutputState.RUNNING, "obs_stream_letters_omitted")
            output.queue.put_state(state_of("it's 5 €"))
            await wait_for_captions(fake, "before", "", "it\u2019s 5 EUR")
            fake.is_streaming = False
            await fake.send_event("StreamStateChanged", outputState="OBS_WEBSOCKET_OUTPUT_STOPPED")
            await output.wait_for_state(OutputState.RUNNING, "obs_stream_awaited")

    on_loop(work())


def test_stream_that_runs_already_is_noticed_and_cleared_at_the_end() -> None:
    async def work() -> None:
        fake = FakeObs(is_streaming=True)
        async with running(fake):
            async with running_output(settings_of(fake, stream=True, source="")) as output:
                await output.wait_for_state(OutputState.RUNNING)
                output.queue.put_state(state_of("words"))
                await wait_for_captions(fake, "words")
            assert fake.sent_captions == ["words", ""]
        assert not [kind for kind, _ in fake.requests if kind.endswith("InputSettings")]

    on_loop(work())


def test_stream_that_has_ended_unnoticed_is_no_failure() -> None:
    async def work() -> None:
        fake = FakeObs(is_streaming=True)
        async with (
            running(fake),
            running_output(settings_of(fake, stream=True, source="")) as output,
        ):
            await output.wait_for_state(OutputState.RUNNING)
            fake.is_streaming = False
            output.queue.put_state(state_of("words"))
            await output.wait_for_state(OutputState.WAITING, "obs_stream_awaited")

    on_loop(work())


def test_segments_that_nothing_shows_are_dropped_and_counted() -> None:
    async def work() -> None:
        async with (
            running(FakeObs()) as fake,
            running_output(settings_of(fake, source=" ")) as output,
        ):
            await output.wait_for_state(OutputState.WAITING, "obs_nothing_chosen")
            output.queue.put_segment(segment_of("words"))
            await output.queue.wait_for_progress(5.0)
            assert (output.queue.sent, output.queue.dropped) == (0, 1)

    on_loop(work())


@pytest.mark.parametrize(
    ("fields", "state", "code"),
    [
        ({"close_code": 4009}, OutputState.FAILED, "obs_password_wrong"),
        ({"close_code": 4011}, OutputState.WAITING, "obs_disconnected"),
    ],
)
def test_refusal_is_a_state(fields: dict[str, int], state: OutputState, code: str) -> None:
    async def work() -> None:
        fake = FakeObs(close_code=fields["close_code"])
        async with running(fake), running_output(settings_of(fake)) as output:
            await output.wait_for_state(state, code)

    on_loop(work())


def test_hanging_obs_delays_the_end_by_a_second_at_most() -> None:
    async def work() -> None:
        fake = with_source(silent_requests=frozenset({"SetInputSettings"}))
        async with running(fake), running_output(settings_of(fake)):
            await fake.wait_for("SetInputSettings")

    on_loop(work())


def test_address_is_shown_without_a_password() -> None:
    async def read_password() -> str:
        return PASSWORD

    destination = ObsDestination(ObsSettings(address="ws://me:secret@host:1"), read_password)
    assert destination.describe_address(with_secret=True) == "ws://host:1"
