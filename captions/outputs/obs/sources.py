"""Creates a source for captions in the scene that OBS shows: one click instead of six steps."""

from dataclasses import dataclass
from enum import StrEnum

from captions.errors import OutputError, OutputUnavailableError
from captions.messages.message import Message
from captions.outputs.obs.client import ObsClient, ObsLogin, RequestRefusedError, open_obs
from captions.outputs.obs.messages import Data, RequestStatus
from captions.outputs.obs.text_source import TEXT_KINDS, is_text_kind

BROWSER_KIND = "browser_source"
BROWSER_SOURCE_NAME = "Captions page"
"""Name of the browser source; the text source has another, because names are unique in OBS."""
_HEIGHT_SHARE = 1 / 15
"""Largest height of the letters, as a share of the picture's: 72 pixels of 1080."""
_LETTER_WIDTH = 0.72
"""Width of an average character of `estimate_width`, as a share of the height: up to 0.70 in DejaVu
Sans Bold, the widest of the usual fonts."""
_WIDTH_SHARE = 0.9
_BOTTOM_SHARE = 0.95
"""Lower edge of the text, within the safe area of EBU R 95."""
_TEXT_ROWS = 3
_LINE_SPACING = 1.3
_ALIGN_LEFT_BOTTOM = 1 | 8
"""OBS_ALIGN_LEFT | OBS_ALIGN_BOTTOM: new words then move neither the others nor the row."""
_BOLD = 1
"""Flag of OBS' fonts, OBS_FONT_BOLD."""
_WHITE, _BLACK = 0xFFFFFFFF, 0xFF000000
_OUTLINE_SHARE = 1 / 12
"""Width of the outline, as a share of the letters' height."""


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
class _Canvas:
    """Size of OBS' picture in pixels."""

    width: int
    height: int


async def set_up_obs(
    login: ObsLogin, page_url: str, text_source: str, row_chars: int = 42
) -> SourceSetup:
    """Connect to OBS, and show captions in the current scene: see `set_up`.

    Raises:
        CaptionsError: as in `open_obs` and `set_up`.
    """
    async with open_obs(login) as client:
        return await set_up(client, page_url, text_source, row_chars)


async def set_up(
    client: ObsClient, page_url: str, text_source: str, row_chars: int = 42
) -> SourceSetup:
    """Show captions in the current scene: by a browser source, or where OBS has none, by text.

    A source that exists keeps its look and its place. Doing it again changes nothing.

    Args:
        client: connection to OBS.
        page_url: URL of the page for browser sources; empty to use a text source.
        text_source: name of the text source.
        row_chars: characters in a row of a text source, for which a new one has room.

    Raises:
        OutputError: a source of that name is of another kind, or OBS has no source for captions.
        OutputUnavailableError: OBS does not answer, or refuses a request.
    """
    if page_url:
        try:
            return await set_up_browser(client, page_url)
        except RequestRefusedError as error:
            if error.status != RequestStatus.INVALID_INPUT_KIND:
                raise
    return await set_up_text(client, text_source, row_chars)


async def set_up_browser(
    client: ObsClient, page_url: str, name: str = BROWSER_SOURCE_NAME
) -> SourceSetup:
    """Create or find a browser source of the size of the picture, with the page in it.

    Raises:
        RequestRefusedError: OBS has no browser sources, or refuses a request.
        OutputError: a source of that name is of another kind.
    """
    scene = await _find_scene(client)
    kind = await _find_kind(client, name)
    if kind == BROWSER_KIND:
        await client.send_request(
            "SetInputSettings", inputName=name, inputSettings={"url": page_url}, overlay=True
        )
        return SourceSetup(name, scene, await _add_existing(client, scene, name), is_browser=True)
    if kind:
        raise OutputError("obs_source_not_browser", name=name)
    canvas = await _read_canvas(client)
    settings = {
        "url": page_url,
        "width": canvas.width,
        "height": canvas.height,
        "webpage_control_level": 0,  # The page does not control OBS.
    }
    await _create_input(client, scene, {"inputName": name, "inputKind": BROWSER_KIND}, settings)
    return SourceSetup(name, scene, SetupResult.CREATED, is_browser=True)


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
    kind = await _find_kind(client, name)
    if kind and not is_text_kind(kind):
        raise OutputError("obs_source_not_text", name=name)
    if kind:
        return SourceSetup(name, scene, await _add_existing(client, scene, name), is_browser=False)
    new_kind = await _choose_text_kind(client)
    settings = await _make_text_settings(client, new_kind, canvas, row_chars)
    item = await _create_input(client, scene, {"inputName": name, "inputKind": new_kind}, settings)
    transform = {
        "alignment": _ALIGN_LEFT_BOTTOM,
        "positionX": canvas.width * (1 - _WIDTH_SHARE) / 2,
        "positionY": canvas.height * _BOTTOM_SHARE,
    }
    await client.send_request(
        "SetSceneItemTransform", sceneName=scene, sceneItemId=item, sceneItemTransform=transform
    )
    return SourceSetup(name, scene, SetupResult.CREATED, is_browser=False)


async def _find_scene(client: ObsClient) -> str:
    """Return the name of the scene that OBS shows."""
    answer = await client.send_request("GetCurrentProgramScene")
    return str(answer.get("currentProgramSceneName", ""))


async def _read_canvas(client: ObsClient) -> _Canvas:
    answer = await client.send_request("GetVideoSettings")
    width, height = (answer.get(key) for key in ("baseWidth", "baseHeight"))
    if not isinstance(width, int) or not isinstance(height, int):
        raise OutputUnavailableError("obs_unresponsive")
    return _Canvas(width, height)


async def _find_kind(client: ObsClient, name: str) -> str:
    """Return the kind of a source, or ``scene`` for a scene; empty if nothing has that name."""
    try:
        answer = await client.send_request("GetInputSettings", inputName=name)
    except RequestRefusedError as error:
        if error.status == RequestStatus.INVALID_RESOURCE_TYPE:
            return "scene"
        if error.status == RequestStatus.RESOURCE_NOT_FOUND:
            return ""
        raise
    return str(answer.get("inputKind", ""))


async def _add_existing(client: ObsClient, scene: str, name: str) -> SetupResult:
    """Add a source to a scene, unless the scene contains it."""
    try:
        await client.send_request("GetSceneItemId", sceneName=scene, sourceName=name)
    except RequestRefusedError as error:
        if error.status != RequestStatus.RESOURCE_NOT_FOUND:
            raise
    else:
        return SetupResult.PRESENT
    await client.send_request("CreateSceneItem", sceneName=scene, sourceName=name)
    return SetupResult.ADDED


async def _choose_text_kind(client: ObsClient) -> str:
    """Return the newest kind of text source that OBS has, with its version.

    Raises:
        OutputError: it has none.
    """
    answer = await client.send_request("GetInputKindList", unversioned=False)
    kinds = answer.get("inputKinds")
    names = [str(kind) for kind in kinds] if isinstance(kinds, list) else []
    for wanted in TEXT_KINDS:
        versions = [name for name in names if name.startswith(wanted)]
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


async def _make_text_settings(
    client: ObsClient, kind: str, canvas: _Canvas, row_chars: int
) -> Data:
    """Return settings for large white letters with an outline, in the font of the system."""
    answer = await client.send_request("GetInputDefaultSettings", inputKind=kind)
    defaults = answer.get("defaultInputSettings")
    font = defaults.get("font") if isinstance(defaults, dict) else None
    face = font.get("face") if isinstance(font, dict) else None
    width = round(canvas.width * _WIDTH_SHARE)
    size = round(min(canvas.height * _HEIGHT_SHARE, width / (row_chars * _LETTER_WIDTH)))
    settings = {
        "text": "",
        "font": {"face": face or "Sans", "size": size, "style": "Bold", "flags": _BOLD},
        "outline": True,
    }
    if kind.startswith("text_gdiplus"):
        return settings | {
            "color": _WHITE,
            "outline_color": _BLACK,
            "outline_opacity": 100,
            "outline_size": max(2, round(size * _OUTLINE_SHARE)),
            "valign": "bottom",
            "extents": True,
            "extents_wrap": True,
            "extents_cx": width,
            "extents_cy": round(_TEXT_ROWS * size * _LINE_SPACING),
        }
    return settings | {
        "color1": _WHITE,
        "color2": _WHITE,
        "drop_shadow": True,
        "word_wrap": True,
        "custom_width": width,
    }
