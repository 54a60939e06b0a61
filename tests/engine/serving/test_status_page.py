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
from captions.ui.theme.colours import TEXT_CONTRAST, contrast_ratio

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
ADDRESSES = [route.path for route in status_page.page_routes()]
SHARED_STYLES = ("shared.css", "theme.css")
TEXTS = (RESOURCES / "page" / "texts.js").read_text("utf-8")


@pytest.fixture
def client(speech_server: Address) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(speech_server.url.removeprefix("http://"), timeout=60)


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
    shutil.copytree(RESOURCES / "icons", tmp_path / where / "icons")
    shutil.copy(RESOURCES / "captions.svg", tmp_path / where)
    find_path = partial(resource_path, package=tmp_path / "captions")
    assert len(status_page.page_routes(find_path)) == len(status_page._FILES)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"index\.html\): install Captions again\.$"):
        status_page.page_routes(partial(resource_path, package=tmp_path / "captions"))


@pytest.mark.parametrize("name", ["committed", "partial"])
def test_captions_on_the_page_keep_the_contrast_of_text(name: str) -> None:
    style = (RESOURCES / "page" / "page.css").read_text("utf-8")
    colours = dict(re.findall(r"--([\w-]+): #([0-9a-f]+);", style))
    ink, ground = (
        "#" + "".join(2 * digit for digit in colour) if len(colour) == 3 else f"#{colour}"
        for colour in (colours[name], colours["caption-ground"])
    )
    assert contrast_ratio(ink, ground) >= TEXT_CONTRAST


@pytest.mark.parametrize("page", ["page", "audience_page"])
def test_page_names_only_values_of_the_theme_or_its_own(page: str) -> None:
    own = "".join(path.read_text("utf-8") for path in (RESOURCES / page).iterdir())
    shared = "".join((RESOURCES / "page" / name).read_text("utf-8") for name in SHARED_STYLES)
    defined = re.findall(r"--([\w-]+)(?=:|\", )", own + shared)
    assert set(re.findall(r"var\(--([\w-]+)\)", own + shared)) <= set(defined)


def test_every_text_is_there_in_german() -> None:
    english, german = read_texts("ENGLISH"), read_texts("GERMAN")
    page = (RESOURCES / "page" / "index.html").read_text("utf-8")
    marked = set(re.findall(r'data-(?:text|label)="(\w+)"', page))
    scripts = "".join(path.read_text("utf-8") for path in (RESOURCES / "page").glob("*.js"))
    assert english | marked == german
    assert set(re.findall(r"\btexts\.(?!js)(\w+)", scripts)) <= german


def read_texts(language: str) -> set[str]:
    """Return the names of the texts in a language."""
    block = TEXTS.partition(f"const {language} = {{")[2].split("};")[0]
    return set(re.findall(r"^  (\w+):", block, re.MULTILINE))
