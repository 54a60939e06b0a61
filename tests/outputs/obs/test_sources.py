"""Sources that one click creates, in a fake OBS with a browser and in the real one."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from captions.errors import OutputError
from captions.outputs.obs.client import ObsClient, ObsLogin, open_obs
from captions.outputs.obs.sources import (
    BROWSER_SOURCE_NAME,
    SetupResult,
    SourceSetup,
    set_up,
    set_up_obs,
    set_up_text,
)
from tests.conftest import on_loop
from tests.support.obs.fake_obs import KINDS, TEXT_KIND, FakeInput, FakeObs, running

URL = "http://127.0.0.1:4581/overlay?token=abc"


async def no_password() -> str:
    return ""


async def open_page() -> str:
    return URL


def test_one_call_connects_and_reports_in_a_sentence() -> None:
    async def work() -> list[str]:
        sentences = []
        for kinds in (KINDS, (TEXT_KIND,)):
            async with running(FakeObs(kinds=kinds)) as fake:
                login = ObsLogin(fake.url, no_password)
                done = [await set_up_obs(login, open_page, "Captions") for _ in range(2)]
                sentences += [str(setup.message) for setup in done]
        return sentences

    assert on_loop(work()) == [
        "The scene “Scene” in OBS now shows the page with the browser source “Captions page”.",
        "The scene “Scene” in OBS already contains the source “Captions page”.",
        "The scene “Scene” in OBS now shows captions with the text source “Captions”.",
        "The scene “Scene” in OBS already contains the source “Captions”.",
    ]


async def use_fake(fake: FakeObs, work: Callable[[ObsClient], Awaitable[Any]]) -> Any:  # noqa: ANN401  # what it returns
    async with running(fake), open_obs(ObsLogin(fake.url, no_password)) as client:
        return await work(client)


async def set_up_page(client: ObsClient) -> SourceSetup:
    return await set_up(client, open_page, "Captions")


def test_browser_source_covers_the_picture_and_shows_the_page() -> None:
    fake = FakeObs()
    done = on_loop(use_fake(fake, set_up_page))
    assert done == SourceSetup(BROWSER_SOURCE_NAME, "Scene", SetupResult.CREATED, is_browser=True)
    source = fake.inputs[BROWSER_SOURCE_NAME]
    assert source.kind == "browser_source"
    assert source.settings | {"url": URL, "width": 1920, "height": 1080} == source.settings
    assert list(fake.scenes["Scene"]) == [BROWSER_SOURCE_NAME]


def test_second_click_changes_only_the_address() -> None:
    fake = FakeObs()
    on_loop(use_fake(fake, set_up_page))
    fake.inputs[BROWSER_SOURCE_NAME].settings |= {"css": "body {}", "width": 800, "url": "old"}
    done = on_loop(use_fake(fake, set_up_page))
    assert done.result is SetupResult.PRESENT
    settings = fake.inputs[BROWSER_SOURCE_NAME].settings
    assert (settings["css"], settings["width"], settings["url"]) == ("body {}", 800, URL)
    assert len(fake.inputs) == 1


def test_page_that_was_not_there_before_is_loaded_again() -> None:
    fake = FakeObs()
    on_loop(use_fake(fake, set_up_page))
    assert fake.inputs[BROWSER_SOURCE_NAME].reloads == 0
    on_loop(use_fake(fake, set_up_page))
    assert fake.inputs[BROWSER_SOURCE_NAME].reloads == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            "http://127.0.0.1:4000/overlay?token=old&size=60&window=00000080",
            f"{URL}&size=60&window=00000080",
            id="another port and secret",
        ),
        pytest.param("https://example.org/?size=60", URL, id="another page"),
        pytest.param("http://[::1/overlay?size=60", URL, id="no address"),
    ],
)
def test_address_keeps_the_look_that_the_user_added(old: str, new: str) -> None:
    fake = FakeObs(scenes={"Scene": {BROWSER_SOURCE_NAME: {}}})
    fake.inputs[BROWSER_SOURCE_NAME] = FakeInput("browser_source", {"url": old})
    on_loop(use_fake(fake, set_up_page))
    assert fake.inputs[BROWSER_SOURCE_NAME].settings["url"] == new


@pytest.mark.parametrize("kinds", [KINDS, (TEXT_KIND,)])
def test_hidden_source_is_shown(kinds: tuple[str, ...]) -> None:
    name, kind = (
        (BROWSER_SOURCE_NAME, "browser_source") if kinds is KINDS else ("Captions", TEXT_KIND)
    )
    fake = FakeObs(kinds=kinds, scenes={"Scene": {"Game": {}, name: {"enabled": False}}})
    fake.inputs[name] = FakeInput(kind)
    assert on_loop(use_fake(fake, set_up_page)).result is SetupResult.PRESENT
    assert fake.scenes["Scene"] == {"Game": {}, name: {"enabled": True}}


def test_text_source_of_another_scene_is_placed_like_a_new_one() -> None:
    fake = FakeObs(kinds=(TEXT_KIND,), scenes={"Game": {}, "Intro": {"Captions": {}}})
    fake.inputs["Captions"] = FakeInput(TEXT_KIND)
    assert on_loop(use_fake(fake, set_up_page)).result is SetupResult.ADDED
    assert fake.scenes["Game"]["Captions"]["positionY"] == pytest.approx(1026)


def test_page_is_not_opened_for_an_obs_without_browser_sources() -> None:
    async def fail() -> str:
        raise AssertionError

    fake = FakeObs(kinds=(TEXT_KIND,))
    done = on_loop(use_fake(fake, lambda client: set_up(client, fail, "Captions")))
    assert not done.is_browser


def test_source_of_another_scene_is_added_to_the_current_one() -> None:
    fake = FakeObs(scenes={"Game": {}, "Intro": {BROWSER_SOURCE_NAME: {}}})
    fake.inputs[BROWSER_SOURCE_NAME] = FakeInput("browser_source")
    done = on_loop(use_fake(fake, set_up_page))
    assert (done.scene, done.result) == ("Game", SetupResult.ADDED)
    assert list(fake.scenes["Game"]) == [BROWSER_SOURCE_NAME]


@pytest.mark.parametrize(
    ("name", "kinds"), [(BROWSER_SOURCE_NAME, None), ("Captions", ("image_source", TEXT_KIND))]
)
def test_source_of_another_kind_is_reported_and_not_changed(
    name: str, kinds: tuple[str, ...] | None
) -> None:
    fake = FakeObs() if kinds is None else FakeObs(kinds=kinds)
    fake.inputs[name] = FakeInput("image_source", {"file": "logo.png"})
    with pytest.raises(OutputError, match=f"{name}. in OBS is not a .* source"):
        on_loop(use_fake(fake, set_up_page))
    assert fake.inputs == {name: FakeInput("image_source", {"file": "logo.png"})}


def test_scene_of_that_name_is_reported_and_not_changed() -> None:
    fake = FakeObs(scenes={BROWSER_SOURCE_NAME: {}})
    with pytest.raises(OutputError, match="is not a browser source"):
        on_loop(use_fake(fake, set_up_page))
    assert fake.inputs == {}


def test_obs_without_browser_gets_the_newest_text_source_at_the_bottom() -> None:
    fake = FakeObs(kinds=("image_source", "text_gdiplus", "text_gdiplus_v2", TEXT_KIND))
    done = on_loop(use_fake(fake, set_up_page))
    assert done == SourceSetup("Captions", "Scene", SetupResult.CREATED, is_browser=False)
    source = fake.inputs["Captions"]
    assert source.kind == TEXT_KIND
    assert source.settings["font"]["face"] == "Arial"
    assert source.settings["font"]["size"] == 57
    assert source.settings["outline"] is True
    assert fake.scenes["Scene"]["Captions"] == {
        "alignment": 9,
        "positionX": pytest.approx(96),
        "positionY": pytest.approx(1026),
    }


def test_text_source_that_exists_keeps_its_look_and_place() -> None:
    fake = FakeObs(kinds=(TEXT_KIND,), scenes={"Scene": {"Captions": {"positionX": 5}}})
    fake.inputs["Captions"] = FakeInput("text_gdiplus_v2", {"font": {"size": 20}})
    done = on_loop(use_fake(fake, set_up_page))
    assert done.result is SetupResult.PRESENT
    assert fake.inputs["Captions"] == FakeInput("text_gdiplus_v2", {"font": {"size": 20}})
    assert fake.scenes["Scene"] == {"Captions": {"positionX": 5, "enabled": True}}


@pytest.mark.parametrize(("row_chars", "size"), [(16, 72), (42, 57), (120, 20)])
def test_letters_are_as_large_as_the_rows_allow(row_chars: int, size: int) -> None:
    fake = FakeObs(kinds=(TEXT_KIND,))
    on_loop(use_fake(fake, lambda client: set_up_text(client, "Captions", row_chars)))
    assert fake.inputs["Captions"].settings["font"]["size"] == size


def test_obs_without_any_source_for_captions_is_reported() -> None:
    with pytest.raises(OutputError, match="neither browser sources nor text sources"):
        on_loop(use_fake(FakeObs(kinds=("image_source",)), set_up_page))
