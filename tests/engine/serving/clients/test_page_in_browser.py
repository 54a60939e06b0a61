"""The server's page in a real Chromium, which has a recording as its microphone."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from captions.pcm import Samples
from captions.protocol.addresses import Address
from tests.support.chromium import Chromium, Page

pytestmark = pytest.mark.browser

SPIES = """
window.streams = [];
window.closes = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  streams.push(await ask(wanted));
  return streams.at(-1);
};
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("close", ({ code, wasClean }) => closes.push([code, wasClean]));
  }
};
"""
"""Keep what the page closes over, to see that it lets go of it."""
ONLY_AT_ITS_OWN_RATE = """
const connect = AudioContext.prototype.createMediaStreamSource;
AudioContext.prototype.createMediaStreamSource = function (stream) {
  if (this.sampleRate !== 48000) throw new DOMException("", "NotSupportedError");
  return connect.call(this, stream);
};
const Context = AudioContext;
window.AudioContext = class extends Context {
  constructor(options) {
    super({ sampleRate: 48000, ...options });
  }
};
"""
"""Be as Firefox is on a system whose sound has 48 kHz."""
MUTED = """
navigator.mediaDevices.getUserMedia = async () =>
  new AudioContext().createMediaStreamDestination().stream;
"""
UNSAFE = "Object.defineProperty(window, 'isSecureContext', { value: false });"
STATUS = "document.getElementById('status').textContent"
STATE = "document.getElementById('test').dataset.state"
CAPTIONS = "document.getElementById('captions').innerText"
LEVEL = "Number(document.getElementById('level').ariaValueNow)"
COMMITTED = "document.getElementById('committed').textContent"


@pytest.fixture(scope="module")
def chromium(recording: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(tmp_path_factory.mktemp("profile"), recording) as browser:
        yield browser


@pytest.fixture
def page(chromium: Chromium, speech_server: Address) -> Iterator[Page]:
    with chromium.page(speech_server.url) as page:
        yield page


def start(page: Page, key: str) -> None:
    """Give a key and start, by keyboard alone."""
    page.evaluate("document.getElementById('key').focus()")
    page.write(key)
    page.press("Enter")


@pytest.mark.parametrize(
    "script", ["", ONLY_AT_ITS_OWN_RATE], ids=["at 16 kHz", "where the system's rate is forced"]
)
def test_microphone_is_captioned_and_all_is_let_go(
    page: Page, speech_server: Address, script: str
) -> None:
    page.before(SPIES + script)
    page.open(f"{speech_server.url}/")
    start(page, speech_server.api_key)
    page.until(f"{CAPTIONS}.includes('best of times')")
    page.until(f"{LEVEL} > 0")
    page.click("#start-stop")
    page.until(f"{STATE} === 'idle'")
    assert "best of times" in page.evaluate(COMMITTED)
    assert page.evaluate("document.getElementById('partial').textContent") == ""
    assert page.evaluate(STATUS) == "Stopped. The microphone is off."
    assert page.evaluate(LEVEL) == 0
    page.until("closes.length === 1")
    assert page.evaluate("closes") == [[1000, True]]
    assert page.evaluate("streams.map((stream) => stream.active)") == [False]
    assert page.complaints == []
    host = speech_server.url.removeprefix("http")
    assert {address.partition(host)[0] for address in page.asked} == {"http", "ws"}
    assert_key_is_nowhere(page, speech_server.api_key)


def assert_key_is_nowhere(page: Page, key: str) -> None:
    kept = page.evaluate(
        "[document.documentElement.outerHTML, document.cookie, JSON.stringify(localStorage),"
        " JSON.stringify(sessionStorage), location.href, JSON.stringify(history.state),"
        " ...Array.from(document.querySelectorAll('input'), (field) => field.value)]"
    )
    assert all(key not in text for text in [*kept, *page.asked])


def test_a_second_test_needs_no_second_key(page: Page, speech_server: Address) -> None:
    page.open(f"{speech_server.url}/")
    start(page, speech_server.api_key)
    page.until(f"{STATE} === 'listening'")
    page.press("Enter")
    page.until(f"{STATE} === 'idle'")
    page.press("Enter")
    page.until(f"{STATE} === 'listening'")
    page.press("Enter")
    page.until(f"{STATE} === 'idle'")
    page.click("#forget")
    assert page.evaluate("document.activeElement.id") == "key"
    page.press("Enter")
    page.until(f"{STATUS}.startsWith('Paste the key')")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("wrong", "Paste the one that captions serve printed when it started."),
        ("\N{GREEK SMALL LETTER MU}", "Paste the one that captions serve printed when it started."),
        (" ", "Paste the key that captions serve printed, then press Start."),
    ],
    ids=["wrong", "no header can carry it", "empty"],
)
def test_wrong_key_is_asked_for_again(
    page: Page, speech_server: Address, key: str, said: str
) -> None:
    page.open(f"{speech_server.url}/")
    start(page, key)
    page.until(f"{STATUS}.endsWith({json.dumps(said)})")
    assert page.evaluate("document.activeElement.id") == "key"
    assert page.evaluate("document.activeElement.ariaInvalid") == "true"
    page.until(f"{STATE} === 'idle'")


def test_refused_microphone_is_told(chromium: Chromium, speech_server: Address) -> None:
    with chromium.page(speech_server.url, microphone="denied") as page:
        page.open(f"{speech_server.url}/")
        start(page, speech_server.api_key)
        page.until(f"{STATUS}.startsWith('Access to the microphone was denied. Allow it')")
        page.until(f"{STATE} === 'idle'")


def test_muted_microphone_is_told(page: Page, speech_server: Address) -> None:
    page.before(MUTED)
    page.open(f"{speech_server.url}/")
    start(page, speech_server.api_key)
    page.until(f"{STATUS}.startsWith('The microphone delivers only silence')")
    assert page.evaluate(STATE) == "listening"


def test_microphone_that_goes_is_told_after_its_last_words(
    page: Page, speech_server: Address
) -> None:
    page.before(SPIES)
    page.open(f"{speech_server.url}/")
    start(page, speech_server.api_key)
    page.until(f"{CAPTIONS}.includes('It was')")
    page.evaluate("streams[0].getTracks()[0].dispatchEvent(new Event('ended'))")
    page.until(f"{STATE} === 'idle'")
    assert "It was" in page.evaluate(COMMITTED)
    assert page.evaluate(STATUS).startswith("The microphone is disconnected. Connect it again")


def test_page_that_is_not_safe_says_what_to_do(page: Page, speech_server: Address) -> None:
    page.before(UNSAFE)
    page.open(f"{speech_server.url}/")
    assert "Start the server with --tls-cert and --tls-key" in page.evaluate(STATUS)
    assert page.evaluate("document.getElementById('start-stop').disabled")


def test_server_that_goes_is_told(chromium: Chromium) -> None:
    with subprocess.Popen(
        (sys.executable, "-m", "captions", "serve", "--json"), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        try:
            with chromium.page(ready["url"]) as page:
                page.before(SPIES)
                page.open(f"{ready['url']}/")
                start(page, ready["api_key"])
                page.until(f"{STATE} === 'listening'")
                process.kill()
                page.until(f"{STATUS}.startsWith('The connection to the speech server was lost.')")
                assert page.evaluate("streams.map((stream) => stream.active)") == [False]
                page.click("#start-stop")
                page.until(
                    f"{STATUS}.startsWith('The speech server cannot be reached. Check that')"
                )
        finally:
            process.kill()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 640])
def test_page_fits_and_looks_its_part(
    page: Page, speech_server: Address, width: int, scheme: str
) -> None:
    page.ask(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
    )
    page.resize(width, 800)
    page.open(f"{speech_server.url}/")
    start(page, "wrong")
    page.until(f"{STATUS}.startsWith('The speech server refused the key')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(243, 243, 243)", "dark": "rgb(32, 32, 32)"}[scheme]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("de-AT", "Sprachserver von Captions", "Fügen Sie den Schlüssel ein"),
        ("fr,de", "Sprachserver von Captions", "Fügen Sie den Schlüssel ein"),
        ("fr", "Captions speech server", "Paste the key"),
    ],
)
def test_page_has_the_first_language_of_the_browser_that_it_knows(
    page: Page, speech_server: Address, language: str, title: str, said: str
) -> None:
    page.ask("Emulation.setUserAgentOverride", userAgent="test", acceptLanguage=language)
    page.open(f"{speech_server.url}/")
    page.until(f"document.title === {json.dumps(title)}")
    start(page, "")
    page.until(f"{STATUS}.startsWith({json.dumps(said)})")
    assert page.evaluate("document.querySelector('h1').textContent") == title
    if title.startswith("Sprach"):
        assert page.evaluate("document.documentElement.lang") == "de"
        code = "Array.from(document.querySelectorAll('#key-hint code'), (code) => code.textContent)"
        assert page.evaluate(code) == ["captions serve", "CAPTIONS_SERVE_KEY"]
    assert page.complaints == []


def test_newest_row_stays_in_view_unless_the_reader_looks_back(
    page: Page, speech_server: Address
) -> None:
    page.open(f"{speech_server.url}/")
    say = "document.getElementById('partial').textContent = 'word '.repeat"
    top = "document.getElementById('captions').scrollTop"
    page.evaluate(f"{say}(100)")
    page.until(f"{top} > 0")
    page.evaluate(f"{top} = 0")
    page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))")
    page.evaluate(f"{say}(200)")
    page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))")
    assert page.evaluate(top) == 0


def test_lines_are_copied_with_the_servers_address(page: Page, speech_server: Address) -> None:
    page.open(f"{speech_server.url}/")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.click("figure[aria-label=Python] button")
    page.until("window.copied")
    assert f'base_url="{speech_server.url}"' in page.evaluate("copied")


def test_screen_readers_get_names_and_committed_text_alone(
    page: Page, speech_server: Address
) -> None:
    page.open(f"{speech_server.url}/")
    root = page.ask("DOM.getDocument")["root"]["nodeId"]
    for role, name in (
        ("textbox", "Key"),
        ("button", "Start"),
        ("meter", "Microphone level"),
        ("region", "Captions"),
        ("log", "Committed captions"),
        ("status", ""),
    ):
        found = page.ask("Accessibility.queryAXTree", nodeId=root, role=role)["nodes"]
        assert name in [node.get("name", {}).get("value", "") for node in found], role
    live = "[aria-live], [role=log], [role=status]"
    assert page.evaluate(f"document.getElementById('partial').closest('{live}')") is None


HEARD = """(async () => {
  const context = new OfflineAudioContext(1, RATE, RATE);
  await context.audioWorklet.addModule("worklet.js");
  const ear = new AudioWorkletNode(context, "capture");
  const parts = [];
  const all = new Promise((resolve) => {
    ear.port.onmessage = ({ data }) => {
      if (parts.push(data.samples) === 10) resolve();
    };
  });
  const tone = new OscillatorNode(context, { frequency: TONE });
  tone.connect(ear).connect(context.destination);
  tone.start();
  await context.startRendering();
  await all;
  return parts.flatMap((part) => Array.from(part));
})()"""
"""A second of a tone, as it would be sent."""


def heard(page: Page, rate: int, tone: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the middle half second, from -1 to 1, of a whole one."""
    samples = page.evaluate(HEARD.replace("RATE", str(rate)).replace("TONE", str(tone)))
    assert abs(len(samples) - 16_000) < 64
    return np.array(samples[4000:12_000]) / 32_767


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_tone_comes_through_at_the_rate_of_the_wire(
    page: Page, speech_server: Address, rate: int
) -> None:
    page.open(f"{speech_server.url}/")
    sound = heard(page, rate, 1000)
    turns = 2 * np.pi * 1000 * np.arange(len(sound)) / 16_000
    waves = np.stack([np.sin(turns), np.cos(turns)], axis=1)
    weights = np.linalg.lstsq(waves, sound)[0]
    assert np.hypot(*weights) == pytest.approx(1, abs=0.01)
    assert np.abs(sound - waves @ weights).max() < 0.003


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_tone_above_what_the_wire_can_carry_is_gone(
    page: Page, speech_server: Address, rate: int
) -> None:
    page.open(f"{speech_server.url}/")
    assert np.abs(heard(page, rate, 9000)).max() < 0.001


@pytest.fixture
def lines(page: Page, speech_server: Address) -> dict[str, str]:
    """The lines to try, as a person would copy them."""
    page.open(f"{speech_server.url}/")
    return {name: page.evaluate(f"document.getElementById('{name}').textContent") for name in NAMES}


NAMES = ("curl", "python")


def environment(address: Address) -> dict[str, str]:
    return {**os.environ, "ELEVENLABS_API_KEY": address.api_key}


def test_the_lines_for_curl_give_a_token(lines: dict[str, str], speech_server: Address) -> None:
    if shutil.which("curl") is None:
        pytest.skip("there is no curl")
    done = subprocess.run(
        ["sh", "-c", lines["curl"]],
        env=environment(speech_server),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout)["token"]


def test_the_lines_of_python_print_what_is_said(
    lines: dict[str, str], speech_server: Address, speech: Samples, tmp_path: Path
) -> None:
    talk = tmp_path / "talk.wav"
    soundfile.write(str(talk), speech[: 7 * 16_000], 16_000, subtype="PCM_16")
    script = tmp_path / "talk.py"
    script.write_text(lines["python"], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(talk)],
        env=environment(speech_server),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "best of times" in done.stdout
    assert done.stderr == ""
