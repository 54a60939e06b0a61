"""The pages as outputs of the app: each is served by a process of its own.

Thousands of readers, or requests of a hostile page, therefore cost the app's window nothing.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from typing_extensions import override

from captions.model.live.translated_text import TRANSLATION_LANGUAGE, is_translation_lane
from captions.model.rows import Row, TextRun
from captions.outputs.caption_state import CaptionState, RowFormat
from captions.outputs.destination import Destination, OutputState, OutputStatus, Report
from captions.outputs.output_queue import OutputQueue
from captions.outputs.pages.page_address import LOOPBACK, find_network_host, page_address
from captions.outputs.pages.page_look import make_page_look, measure_characters
from captions.outputs.pages.page_messages import (
    Command,
    PageKind,
    PageLive,
    PageNames,
    PageRows,
    PageSetup,
    PageSpeech,
    PageToken,
)
from captions.outputs.pages.page_process import (
    PAGE_COMMAND,
    PageProcess,
    PageRefusedError,
    open_process,
)
from captions.outputs.pages.page_sentences import PageSentences
from captions.settings.outputs import AudienceSettings, PageSettings
from captions.settings.schema import Settings

_REFUSED_SECONDS = 5.0
"""Interval at which a page is tried again whose port is in use, for the user may free it."""
_TRANSLATION_SCALE = 0.75
"""Height of a translation's letters on the page, as in the overlay; page.css has it as well."""
_MAX_TEXT_CHARS = 10_000
"""Maximum length of the words that are being spoken on a page."""


class ServedPage(Destination):
    """Serves a page until it is cancelled."""

    kind: ClassVar[PageKind]
    row_formats: tuple[RowFormat, ...] = ()
    max_age = 60.0

    def __init__(
        self, settings: Settings, secret: str, command: Sequence[str] = PAGE_COMMAND
    ) -> None:
        """Prepare to serve.

        Args:
            settings: settings currently in use.
            secret: secret in the address of the page.
            command: command line of the process.
        """
        self.settings = settings
        """Settings currently in use."""
        self._secret = secret
        self._command = command
        self.process_id: int | None = None
        """ID of the process that serves the page; `None` while there is none."""
        self._queue: OutputQueue | None = None
        """Queue of the running delivery."""
        self._news: list[Command] = []
        """What the process has to know, besides captions."""

    @override
    def describe_address(self, *, with_secret: bool) -> str:
        host = find_network_host() if self._is_in_network else LOOPBACK
        shown = (self._secret,) if with_secret else ()
        return page_address(self.kind, host, self._output.port, *shown)

    @override
    def apply(self, settings: Settings) -> None:
        before, self.settings = make_page_look(self.settings), settings
        look = make_page_look(settings)
        if look != before:
            self._send_soon(look)

    def renew_secret(self, secret: str) -> None:
        """Accept another secret from now on; readers with the old one are disconnected."""
        self._secret = secret
        self._send_soon(PageToken(secret))

    @override
    async def deliver(self, queue: OutputQueue, report: Report) -> None:
        self._queue = queue
        while True:
            try:
                async with open_process(self._command) as process:
                    self.process_id = process.pid
                    await self._serve(process, queue, report)
            except PageRefusedError as error:
                report(OutputStatus(OutputState.FAILED, error.message))
            finally:
                self.process_id = None
            await asyncio.sleep(_REFUSED_SECONDS)

    @property
    def _output(self) -> PageSettings | AudienceSettings:
        return self.settings.outputs.page

    @property
    def _is_in_network(self) -> bool:
        return False

    @abstractmethod
    def _make_state(self, state: CaptionState) -> Command:
        """Return the message for a state."""

    @abstractmethod
    def _take_segments(self, queue: OutputQueue) -> Iterator[Command]:
        """Remove the segments that are due, and yield the messages for them."""

    def _repeat_segments(self) -> Iterator[Command]:
        """Yield messages that a new process needs to know the last segments."""
        yield from ()

    async def _serve(self, process: PageProcess, queue: OutputQueue, report: Report) -> None:
        setup = PageSetup(self.kind, self._output.port, self._secret, self._is_in_network)
        self._news.clear()
        look = make_page_look(self.settings)
        await process.send_messages([setup, look, *self._repeat_segments()])
        await process.wait_until_listening()
        report(OutputStatus(OutputState.RUNNING, readers=0))
        queue.repeat_state()
        await _run_until_first_ends(
            process.read_readers(
                lambda count: report(OutputStatus(OutputState.RUNNING, readers=count))
            ),
            self._send_captions(process, queue),
        )

    async def _send_captions(self, process: PageProcess, queue: OutputQueue) -> None:
        while True:
            await queue.wait()
            messages, self._news = self._news, []
            messages += self._take_segments(queue)
            state = queue.take_state()
            if state is not None:
                messages.append(self._make_state(state))
            await process.send_messages(messages)

    def _send_soon(self, message: Command) -> None:
        self._news.append(message)
        if self._queue is not None:
            self._queue.repeat_state()  # Ends its wait.


class PageDestination(ServedPage):
    """The page for OBS and other programs that show a browser source."""

    kind = PageKind.OVERLAY
    row_formats = (RowFormat(measure=measure_characters, translation_scale=_TRANSLATION_SCALE),)

    @override
    def _make_state(self, state: CaptionState) -> Command:
        rows = state.rows[0] if state.rows else ()
        shown = tuple(
            tuple((run.text, run.settled, self._language_of(row, run, state)) for run in row.runs)
            for row in rows
        )
        return PageRows(shown, sum(is_translation_lane(row.lane) for row in rows))

    def _language_of(self, row: Row, run: TextRun, state: CaptionState) -> str:
        if is_translation_lane(row.lane):
            return TRANSLATION_LANGUAGE
        settled_language = state.settled_language if run.settled else ""
        return settled_language or self.settings.language_of(row.lane)

    @override
    def _take_segments(self, queue: OutputQueue) -> Iterator[Command]:
        """Remove the segments that are due; the rows show their words."""
        while queue.first_segment() is not None:
            queue.remove_segment()
        yield from ()


class AudienceDestination(ServedPage):
    """The page for readers on phones, tablets and other computers."""

    kind = PageKind.AUDIENCE

    @override
    def __init__(
        self, settings: Settings, secret: str, command: Sequence[str] = PAGE_COMMAND
    ) -> None:
        super().__init__(settings, secret, command)
        self.sentences = PageSentences()
        """The sentences that readers receive."""
        self._names = PageNames({})

    def show_names(self, names: Mapping[str, str]) -> None:
        """Show the present names of speakers before earlier sentences, too."""
        self._names = PageNames(dict(names))
        self._send_soon(self._names)

    def continue_destination(self, before: Destination) -> None:
        """Show the sentences of the page that this one replaces, to new readers as well.

        The page starts empty if the user has chosen other speech or word rules, because sentences
        that are no longer wanted may be among those.
        """
        if isinstance(before, AudienceDestination):
            old, new = before.settings.outputs.audience, self.settings.outputs.audience
            if (old.lanes, old.word_rules) == (new.lanes, new.word_rules):
                self.sentences = before.sentences

    @property
    @override
    def _output(self) -> PageSettings | AudienceSettings:
        return self.settings.outputs.audience

    @property
    @override
    def _is_in_network(self) -> bool:
        return self.settings.outputs.audience.network

    @override
    def _make_state(self, state: CaptionState) -> Command:
        return PageLive(
            tuple(
                PageSpeech(
                    speech.text[-_MAX_TEXT_CHARS:], speech.label, speech.lane, speech.language
                )
                for speech in state.live_segments
            ),
            state.is_paused,
        )

    @override
    def _take_segments(self, queue: OutputQueue) -> Iterator[Command]:
        segments = []
        while (segment := queue.first_segment()) is not None:
            segments.append(segment)
            queue.remove_segment()
        if segments:
            yield self.sentences.add_segments(segments)

    @override
    def _repeat_segments(self) -> Iterator[Command]:
        if self._names.names:
            yield self._names
        if self.sentences.kept is not None:
            yield self.sentences.kept


async def _run_until_first_ends(*work: Coroutine[Any, Any, None]) -> None:
    """Run coroutines until one of them fails, and raise its failure.

    Raises:
        OutputUnavailableError: one of them raised it.
    """
    tasks = [asyncio.ensure_future(item) for item in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
