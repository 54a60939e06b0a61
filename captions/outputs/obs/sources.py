"""Creates a source for captions in the scene that OBS shows: one click instead of six steps."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit

from captions.errors import OutputError, OutputUnavailableError
from captions.messages.message import Message
from captions.outputs.obs.client import ObsClient, ObsLogin, RequestRefusedError, open_obs
from captions.outputs.obs.messages import Data, RequestStatus
from captions.outputs.obs.text_look import Canvas, make_text_settings, make_text_transform
from captions.outputs.obs.text_source import TEXT_KINDS, is_text_kind

OpenPage = Callable[[], Awaitable[str]]
"""Opens the page for browser sources, and returns its URL; called only if OBS can show it."""

BROWSER_KIND = "browser_source"
BROWSER_SOURCE_NAME = "Captions page"
"""Name of the browser source; the text source has another, because names are unique in OBS."""
_RELOAD_BUTTON = "refreshnocache"
"""Button of a browser source that opens its address again."""


class SetupResult(StrEnum):
    """What was done in OBS."""

    CREATED = "created"
    ADDED = "added"
    """The source existed, and was added to the scene."""
    PRESENT = "present"
    """The scene contained the source already."""


@dataclass(frozen=True, slots=True)
class SourceSetup:
    """The source that shows captions in OBS now."""

    name: str
    scene: str
    result: SetupResult
    is_browser: bool
    """True for a browser source, which shows the page; false for a text source."""

    @property
    def message(self) -> Message:
        """What was done, for the user."""
        if self.result is SetupResult.PRESENT:
            return Message("obs_source_present", name=self.name, scene=self.scene)
        if self.is_browser:
            return Message("obs_browser_added", name=self.name, scene=self.scene)
        return Message("obs_text_added", name=self.name, scene=self.scene)


@dataclass(frozen=True, slots=True)
class _FoundInput:
    """A source that exists in OBS."""

    kind: str
    """Kind of the source; ``scene`` for a scene."""
    url: str = ""
    """Address of a browser source."""


async def set_up_obs(
    login: ObsLogin, open_page: OpenPage, text_source: str, row_chars: int = 42
) -> SourceSetup:
    """Connect to OBS, and show captions in the current scene: see `set_up`.

    Raises:
        CaptionsError: as in `open_obs` and `set_up`.
    """
    async with open_obs(login) as client:
        return await set_up(client, open_page, text_source, row_chars)


async def set_up(
    client: ObsClient, open_page: OpenPage, text_source: str, row_chars: int = 42
) -> SourceSetup:
    """Show captions in the current scene: by a browser source, or where OBS has none, by text.

    A source that exists keeps its look, and its place in the scene. Doing it again changes nothing.

    Args:
        client: connection to OBS.
        open_page: opens the page for browser sources.
        text_source: name of the text source.
        row_chars: characters in a row of a text source, for which a new one has room.

    Raises:
        CaptionsError: the page cannot be opened.
        OutputError: a source of that name is of another kind, or OBS has no source for captions.
        OutputUnavailableError: OBS does not answer, or refuses a request.
    """
    if BROWSER_KIND in await _list_kinds(client):
        return await set_up_browser(client, await open_page())
    return await set_up_text(client, text_source, row_chars)


async def set_up_browser(
    client: ObsClient, page_url: str, name: str = BROWSER_SOURCE_NAME
) -> SourceSetup:
    """Create or find a browser source of the size of the picture, with the page in it.

    Args:
        client: connection to OBS.
        page_url: URL of the page, which can be opened already: OBS tries it only once.
        name: name of the source.

    Raises:
        RequestRefusedError: OBS has no browser sources, or refuses a request.
        OutputError: a source of that name is of another kind.
    """
    scene = await _find_scene(client)
    found = await _find_input(client, name)
    if found is None:
        await _create_browser(client, scene, name, page_url)
        return SourceSetup(name, scene, SetupResult.CREATED, is_browser=True)
    if found.kind != BROWSER_KIND:
        raise OutputError("obs_source_not_browser", name=name)
    settings = {"url": _keep_parameters(found.url, page_url), "is_local_file": False}
    await client.send_request(
        "SetInputSettings", inputName=name, inputSettings=settings, overlay=True
    )
    # The same address would not be opened again, for example after a failure.
    await client.send_request(
        "PressInputPropertiesButton", inputName=name, propertyName=_RELOAD_BUTTON
    )
    result, _ = await _show_existing(client, scene, name)
    return SourceSetup(name, scene, result, is_browser=True)


async def set_up_text(client: ObsClient, name: str, row_chars: int = 42) -> SourceSetup:
    """Create or find a text source, at the bottom of the picture.

    Args:
        client: connection to OBS.
        name: name of the source.
        row_chars: characters in a row.

    Raises:
        RequestRefusedError: OBS refuses a request.
        OutputError: a source of that name is of another kind, or OBS has no text sources.
    """
    scene = await _find_scene(client)
    canvas = await _read_canvas(client)
    found = await _find_input(client, name)
    if found is None:
        result, item = SetupResult.CREATED, await _create_text(client, scene, name, row_chars)
    elif is_text_kind(found.kind):
        result, item = await _show_existing(client, scene, name)
    else:
        raise OutputError("obs_source_not_text", name=name)
    if result is not SetupResult.PRESENT:
        await client.send_request(
            "SetSceneItemTransform",
            sceneName=scene,
            sceneItemId=item,
            sceneItemTransform=make_text_transform(canvas),
        )
    return SourceSetup(name, scene, result, is_browser=False)


async def _find_scene(client: ObsClient) -> str:
    """Return the name of the scene that OBS shows."""
    answer = await client.send_request("GetCurrentProgramScene")
    return str(answer.get("currentProgramSceneName", ""))


async def _read_canvas(client: ObsClient) -> Canvas:
    answer = await client.send_request("GetVideoSettings")
    width, height = (answer.get(key) for key in ("baseWidth", "baseHeight"))
    if not isinstance(width, int) or not isinstance(height, int):
        raise OutputUnavailableError("obs_unresponsive")
    return Canvas(width, height)


async def _list_kinds(client: ObsClient) -> list[str]:
    """Return the kinds of sources that OBS can create, with their versions."""
    answer = await client.send_request("GetInputKindList", unversioned=False)
    kinds = answer.get("inputKinds")
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else []


async def _find_input(client: ObsClient, name: str) -> _FoundInput | None:
    """Return the source of a name; `None` if nothing has that name."""
    try:
        answer = await client.send_request("GetInputSettings", inputName=name)
    except RequestRefusedError as error:
        if error.status == RequestStatus.INVALID_RESOURCE_TYPE:
            return _FoundInput("scene")
        if error.status == RequestStatus.RESOURCE_NOT_FOUND:
            return None
        raise
    settings = answer.get("inputSettings")
    url = settings.get("url") if isinstance(settings, dict) else None
    return _FoundInput(str(answer.get("inputKind", "")), url if isinstance(url, str) else "")


async def _show_existing(client: ObsClient, scene: str, name: str) -> tuple[SetupResult, object]:
    """Show a source in a scene; add it if the scene does not contain it.

    Returns:
        What was done, and the number of the source in the scene.
    """
    try:
        answer = await client.send_request("GetSceneItemId", sceneName=scene, sourceName=name)
    except RequestRefusedError as error:
        if error.status != RequestStatus.RESOURCE_NOT_FOUND:
            raise
        added = await client.send_request("CreateSceneItem", sceneName=scene, sourceName=name)
        return SetupResult.ADDED, added.get("sceneItemId")
    item = answer.get("sceneItemId")
    await client.send_request(
        "SetSceneItemEnabled", sceneName=scene, sceneItemId=item, sceneItemEnabled=True
    )
    return SetupResult.PRESENT, item


def _keep_parameters(old: str, new: str) -> str:
    """Return the new address of the page with the parameters that the user added to the old one."""
    try:
        before, now = urlsplit(old), urlsplit(new)
    except ValueError:
        return new
    if before.path != now.path:
        return new
    known = dict(parse_qsl(now.query))
    added = [(name, value) for name, value in parse_qsl(before.query) if name not in known]
    return now._replace(query=urlencode([*known.items(), *added])).geturl()


async def _create_browser(client: ObsClient, scene: str, name: str, page_url: str) -> None:
    canvas = await _read_canvas(client)
    settings = {
        "url": page_url,
        "width": canvas.width,
        "height": canvas.height,
        "webpage_control_level": 0,  # The page does not control OBS.
    }
    await _create_input(client, scene, {"inputName": name, "inputKind": BROWSER_KIND}, settings)


async def _create_text(client: ObsClient, scene: str, name: str, row_chars: int) -> object:
    """Create a text source of the newest kind, and return its number in the scene.

    Raises:
        OutputError: OBS has no text sources.
    """
    kind = _choose_text_kind(await _list_kinds(client))
    settings = make_text_settings(
        kind, await _find_font(client, kind), await _read_canvas(client), row_chars
    )
    return await _create_input(client, scene, {"inputName": name, "inputKind": kind}, settings)


async def _find_font(client: ObsClient, kind: str) -> str:
    """Return the name of the font that OBS gives to a new text source; empty if it has none."""
    answer = await client.send_request("GetInputDefaultSettings", inputKind=kind)
    defaults = answer.get("defaultInputSettings")
    font = defaults.get("font") if isinstance(defaults, dict) else None
    face = font.get("face") if isinstance(font, dict) else None
    return face if isinstance(face, str) else ""


def _choose_text_kind(kinds: list[str]) -> str:
    """Return the newest kind of text source that OBS has, with its version.

    Raises:
        OutputError: it has none.
    """
    for wanted in TEXT_KINDS:
        versions = [kind for kind in kinds if kind.startswith(wanted)]
        if versions:
            return max(versions, key=_version_of)
    raise OutputError("obs_source_kind_missing")


def _version_of(kind: str) -> int:
    """Return the version of a kind such as ``text_ft2_source_v2``; 1 if it has none."""
    version = kind.rpartition("_v")[2]
    return int(version) if version.isdecimal() else 1


async def _create_input(client: ObsClient, scene: str, identity: Data, settings: Data) -> object:
    """Create a source in a scene, and return the number of its item."""
    answer = await client.send_request(
        "CreateInput", sceneName=scene, inputSettings=settings, sceneItemEnabled=True, **identity
    )
    return answer.get("sceneItemId")
