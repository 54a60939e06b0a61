"""The server's page as it is given out: headers, places, and nothing from anywhere else."""

import http.client
import re
import shutil
from functools import partial
from pathlib import Path

import pytest

from captions.engine.serving import status_page
from captions.errors import EngineError
from captions.protocol.addresses import Address
from captions.resources import resource_path

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
ADDRESSES = [route.path for route in status_page.page_routes()]
SCHEMES = ("light", "dark")
READ_ON = {
    "ink": ("ground", "surface"),
    "soft-ink": ("ground",),
    "error": ("ground",),
    "on-accent": ("accent",),
    "committed": ("caption-ground",),
    "partial": ("caption-ground",),
}
"""Colours of text, and the grounds that it stands on."""
SEEN_ON = {
    "line": ("ground", "surface"),
    "accent": ("ground",),
    "listening": ("ground", "faint-line"),
    "waiting": ("ground",),
}
"""Colours of rims, rings and lights, and the grounds that they stand on."""


@pytest.fixture
def client(speech_server: Address) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(speech_server.url.removeprefix("http://"), timeout=10)


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_part_is_given_out_under_a_strict_policy(
    client: http.client.HTTPConnection, address: str
) -> None:
    client.request("GET", address)
    answer = client.getresponse()
    body = answer.read()
    client.close()
    assert answer.status == 200
    assert body == (RESOURCES / status_page._FILES[address]).read_bytes()
    policy = dict(
        part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert {policy[f"{kind}-src"] for kind in ("script", "style", "img", "connect")} == {"'self'"}
    assert {policy[kind] for kind in ("base-uri", "form-action", "frame-ancestors")} == {"'none'"}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/page.css", "text/css; charset=utf-8"),
        ("/worklet.js", "text/javascript; charset=utf-8"),
        ("/captions.svg", "image/svg+xml"),
    ],
)
def test_the_type_is_said_on_every_system(
    client: http.client.HTTPConnection, address: str, media_type: str
) -> None:
    client.request("HEAD", address)
    answer = client.getresponse()
    answer.read()
    client.close()
    assert answer.headers["content-type"] == media_type


def test_every_file_of_the_page_is_given_out() -> None:
    here = {f"page/{path.name}" for path in (RESOURCES / "page").iterdir()}
    assert here == {name for name in status_page._FILES.values() if name.startswith("page/")}


def test_whatever_a_file_asks_for_is_one_of_the_others() -> None:
    asked: set[str] = set()
    for name in status_page._FILES.values():
        text = (RESOURCES / name).read_text("utf-8")
        asked.update(re.findall(r"(?:href=\"|src=\"|url\(|from \"|URL\(\")([\w./:-]+\.\w+)", text))
    assert {"page.css", "./microphone.js", "worklet.js"} <= asked
    assert {f"/{name.removeprefix('./')}" for name in asked} <= set(ADDRESSES)


@pytest.mark.parametrize("where", ["resources", "captions/resources"], ids=["clone", "installed"])
def test_the_files_are_found(where: str, tmp_path: Path) -> None:
    shutil.copytree(RESOURCES / "page", tmp_path / where / "page")
    shutil.copy(RESOURCES / "captions.svg", tmp_path / where)
    find_path = partial(resource_path, package=tmp_path / "captions")
    assert len(status_page.page_routes(find_path)) == len(status_page._FILES)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"index\.html\): install Captions again\.$"):
        status_page.page_routes(partial(resource_path, package=tmp_path / "captions"))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_contrast_is_enough_to_read_and_to_see(scheme: str) -> None:
    """WCAG 2.2, level AA: 4.5 for text (1.4.3), 3 for what is not text (1.4.11)."""
    colours = colours_of(scheme)
    for pairs, least in ((READ_ON, 4.5), (SEEN_ON, 3.0)):
        for front, grounds in pairs.items():
            for ground in grounds:
                found = contrast(colours[front], colours[ground])
                assert found >= least, f"{front} on {ground}: {found:.2f}"


def colours_of(scheme: str) -> dict[str, str]:
    """Return the colours that the style sheet names; the dark scheme changes some."""
    text = (RESOURCES / "page" / "page.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    assert len(blocks) == len(SCHEMES)
    used = blocks[:1] if scheme == "light" else blocks
    return dict(re.findall(r"--([\w-]+): #([0-9a-f]+);", "".join(used)))


def contrast(one: str, other: str) -> float:
    """Return the ratio that WCAG 2.2 defines, from 1 to 21; colours are digits without ``#``."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
