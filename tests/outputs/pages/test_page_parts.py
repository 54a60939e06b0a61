"""Addresses, secrets, look and pacing of pages."""

import asyncio
import itertools
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from captions.errors import OutputError
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.pages.page_address import PageSecrets, find_network_host, page_address
from captions.outputs.pages.page_destinations import AudienceDestination, PageDestination
from captions.outputs.pages.page_look import make_page_look, measure_characters
from captions.outputs.pages.page_messages import PageKind
from captions.outputs.pages.serving.input_lines import InputLines
from captions.outputs.pages.serving.pacing import Pacer
from captions.settings.font_families import FAMILIES
from captions.settings.paths import with_value
from captions.settings.schema import Settings
from tests.conftest import on_loop


def test_secret_is_shown_on_demand_only() -> None:
    page = PageDestination(Settings(), "secret-of-the-page")
    hidden = page.describe_address(with_secret=False)
    assert hidden == page_address(PageKind.OVERLAY, "127.0.0.1", 4581)
    assert "secret" not in hidden
    shown = page.describe_address(with_secret=True)
    assert shown == "http://127.0.0.1:4581/overlay?token=secret-of-the-page"


def test_page_for_the_network_has_an_address_in_it() -> None:
    settings = Settings()
    audience = replace(settings.outputs.audience, network=True)
    settings = replace(settings, outputs=replace(settings.outputs, audience=audience))
    address = AudienceDestination(settings, "x").describe_address(with_secret=True)
    assert address == f"http://{find_network_host()}:4582/audience?token=x"


def test_secrets_stay_until_they_are_renewed(tmp_path: Path) -> None:
    kept = PageSecrets(tmp_path / "data")
    first = {kind: kept.read_secret(kind) for kind in PageKind}
    assert len(set(first.values())) == 2
    assert {kind: PageSecrets(tmp_path / "data").read_secret(kind) for kind in PageKind} == first
    renewed = kept.renew_secret(PageKind.OVERLAY)
    assert renewed not in first.values()
    assert kept.read_secret(PageKind.OVERLAY) == renewed
    assert kept.read_secret(PageKind.AUDIENCE) == first[PageKind.AUDIENCE]
    if sys.platform != "win32":
        files = list((tmp_path / "data").iterdir())
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 40, b"a b" * 20, b"a" * 5000])
def test_damaged_secret_is_replaced(tmp_path: Path, content: bytes) -> None:
    kept = PageSecrets(tmp_path)
    kept.read_secret(PageKind.OVERLAY)
    (tmp_path / "overlay-page.token").write_bytes(content)
    secret = kept.read_secret(PageKind.OVERLAY)
    assert len(secret) == 32
    assert kept.read_secret(PageKind.OVERLAY) == secret


def test_secret_that_cannot_be_stored_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="check the permissions of its folder"):
        PageSecrets(tmp_path / "file").read_secret(PageKind.OVERLAY)


@pytest.mark.parametrize("style", FAMILIES)
def test_every_font_style_ends_in_a_generic_family(style: str) -> None:
    settings = Settings()
    appearance = replace(settings.appearance, font_style=style, font="My Font")
    families = make_page_look(replace(settings, appearance=appearance)).families
    assert families[0] == "My Font"
    assert families[-1] in {"sans-serif", "serif", "monospace", "cursive", "system-ui"}


def test_width_of_rows_is_measured_in_average_characters() -> None:
    sample = make_page_look(Settings()).sample
    assert measure_characters(sample) == pytest.approx(len(sample))


def test_pacer_keeps_the_interval_and_the_last_request() -> None:
    async def request_often() -> list[float]:
        loop = asyncio.get_running_loop()
        calls: list[float] = []
        pacer = Pacer(0.05, lambda: calls.append(loop.time()))
        while len(calls) < 3:
            pacer.request_call()
            await asyncio.sleep(0)
        pacer.call_now()
        return calls

    calls = on_loop(request_often())
    assert len(calls) == 4
    assert all(later - earlier >= 0.049 for earlier, later in itertools.pairwise(calls[:3]))


def test_lines_arrive_in_order_whatever_their_pieces() -> None:
    async def read_all() -> list[bytes]:
        reading, writing = os.pipe()
        sent = [b"x" * length for length in (1, 0, 70_000, 3)]
        received: list[bytes] = []
        ended = asyncio.Event()

        def write() -> None:
            data = b"first\nsecond\n" + b"".join(line + b"\n" for line in sent) + b"incomplete"
            for start in range(0, len(data), 5000):
                os.write(writing, data[start : start + 5000])
            os.close(writing)

        thread = asyncio.get_running_loop().run_in_executor(None, write)
        lines = InputLines(reading)
        assert await asyncio.to_thread(lines.read_first) == b"first"
        lines.start(received.append, ended.set)
        await ended.wait()
        await thread
        os.close(reading)
        assert received == [b"second", *sent]
        return received

    assert on_loop(read_all())


@pytest.mark.parametrize(
    ("change", "continues"),
    [
        pytest.param({"port": 4000, "network": True}, True, id="another port"),
        pytest.param({"delay_seconds": 3.0}, True, id="a delay"),
        pytest.param({"lanes": "mic"}, False, id="other speech"),
        pytest.param({"word_rules": "none"}, False, id="other word rules"),
    ],
)
def test_replaced_page_has_the_sentences_of_the_one_before_if_they_are_still_wanted(
    change: dict[str, object], *, continues: bool
) -> None:
    before = AudienceDestination(Settings(), "x")
    first = before.sentences.add_segments([TranscriptSegment(text="One.", start=0.0, end=1.0)])
    settings = Settings()
    for name, value in change.items():
        settings = with_value(settings, f"outputs.audience.{name}", value)
    after = AudienceDestination(settings, "x")
    after.continue_destination(before)
    second = after.sentences.add_segments([TranscriptSegment(text="Two.", start=1.0, end=2.0)])
    kept = after.sentences.kept
    assert kept is not None
    assert [item.text for item in kept.segments] == (["One.", "Two."] if continues else ["Two."])
    assert (second.session == first.session) is continues
