"""A server with the documented protocol of obs-websocket 5, for what the OBS of Debian lacks.

Source: github.com/obsproject/obs-websocket, docs/generated/protocol.md.
"""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

Data = dict[str, Any]  # any JSON object

TEXT_KIND = "text_gdiplus_v3"
KINDS = ("image_source", "browser_source", "text_gdiplus", "text_gdiplus_v2", TEXT_KIND)
"""Kinds of inputs that OBS 30 has on Windows, with versions that it still reads."""


class RefusedError(Exception):
    """A request that is refused with a status and a comment."""

    def __init__(self, status: int, comment: str) -> None:
        super().__init__(comment)
        self.status = status


@dataclass
class FakeInput:
    """A source."""

    kind: str
    settings: Data = field(default_factory=dict)
    reloads: int = 0
    """How often a browser source was reloaded."""


@dataclass
class FakeObs:
    """State of the fake OBS, and how it behaves."""

    kinds: tuple[str, ...] = KINDS
    hello: object = field(
        default_factory=lambda: {
            "op": 0,
            "d": {"obsWebSocketVersion": "5.4.0", "rpcVersion": 1},
        }
    )
    """Greeting; `None` sends none."""
    close_code: int = 0
    """Close code after the greeting has been answered; 0 accepts the client."""
    is_streaming: bool = False
    silent_requests: frozenset[str] = frozenset()
    """Types of requests that are carried out and not answered."""
    is_loading: bool = False
    """True if all requests are refused, as while OBS loads its scenes."""
    following_events: dict[str, tuple[str, Data]] = field(default_factory=dict)
    """Types and data of events that immediately follow the answer to a type of request."""
    url: str = ""
    inputs: dict[str, FakeInput] = field(default_factory=dict)
    scenes: dict[str, dict[str, Data]] = field(default_factory=lambda: {"Scene": {}})
    """Transforms of the items in each scene."""
    proofs: list[str] = field(default_factory=list)
    """Proofs of the password that clients have sent."""
    requests: list[tuple[str, Data]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set after each request."""
    _sockets: list[ServerConnection] = field(default_factory=list)

    @property
    def sent_captions(self) -> list[str]:
        """Captions of the stream, in order."""
        return [data["captionText"] for kind, data in self.requests if kind == "SendStreamCaption"]

    def text_of(self, name: str) -> object:
        """Return the text of a source."""
        return self.inputs[name].settings.get("text") if name in self.inputs else None

    async def send_event(self, kind: str, **data: object) -> None:
        """Send an event to all clients."""
        for socket in self._sockets:
            await socket.send(_encode(5, {"eventType": kind, "eventIntent": 1, "eventData": data}))

    async def send_frame(self, frame: str | bytes) -> None:
        """Send anything to all clients."""
        for socket in self._sockets:
            await socket.send(frame)

    async def hang_up(self) -> None:
        """Close all connections."""
        for socket in self._sockets:
            await socket.close()

    async def wait_for(self, request: str) -> None:
        """Wait until a request of a type has been received."""
        while request not in [kind for kind, _ in self.requests]:
            self.changed.clear()
            await self.changed.wait()

    async def serve_client(self, socket: ServerConnection) -> None:
        """Talk to one client."""
        with contextlib.suppress(ConnectionClosed):
            if self.hello is not None:
                await socket.send(
                    self.hello if isinstance(self.hello, str) else json.dumps(self.hello)
                )
            self.proofs.append(json.loads(await socket.recv())["d"].get("authentication", ""))
            if self.close_code:
                await socket.close(self.close_code, "refused")
                return
            await socket.send(_encode(2, {"negotiatedRpcVersion": 1}))
            self._sockets.append(socket)
            async for frame in socket:
                await self._answer(socket, json.loads(frame)["d"])

    async def _answer(self, socket: ServerConnection, request: Data) -> None:
        kind, data = request["requestType"], request["requestData"]
        self.requests.append((kind, data))
        answer: Data = {"requestType": kind, "requestId": request["requestId"]}
        try:
            answer["responseData"] = self._carry_out(kind, data)
            answer["requestStatus"] = {"result": True, "code": 100}
        except RefusedError as error:
            comment = {"comment": str(error)} if str(error) else {}
            answer["requestStatus"] = {"result": False, "code": error.status, **comment}
        self.changed.set()
        if kind in self.silent_requests:
            return
        await socket.send(_encode(7, answer))
        if kind in self.following_events:
            event, content = self.following_events[kind]
            await self.send_event(event, **content)

    def _carry_out(self, kind: str, data: Data) -> Data:
        """Return the data of the answer."""
        if self.is_loading:
            raise RefusedError(207, "The server is not ready to handle the request.")
        answer: Data = getattr(self, f"_answer_{_to_snake_case(kind)}")(data)
        return answer

    def _answer_get_stream_status(self, _: Data) -> Data:
        return {"outputActive": self.is_streaming}

    def _answer_send_stream_caption(self, _: Data) -> Data:
        if not self.is_streaming:
            raise RefusedError(501, "")
        return {}

    def _answer_get_current_program_scene(self, _: Data) -> Data:
        return {"currentProgramSceneName": next(iter(self.scenes))}

    def _answer_get_video_settings(self, _: Data) -> Data:
        return {"baseWidth": 1920, "baseHeight": 1080}

    def _answer_get_input_kind_list(self, _: Data) -> Data:
        return {"inputKinds": list(self.kinds)}

    def _answer_get_input_default_settings(self, _: Data) -> Data:
        return {"defaultInputSettings": {"font": {"face": "Arial", "size": 256}}}

    def _answer_get_input_settings(self, data: Data) -> Data:
        found = self._find(data["inputName"])
        return {"inputKind": found.kind, "inputSettings": found.settings}

    def _answer_set_input_settings(self, data: Data) -> Data:
        self._find(data["inputName"]).settings.update(data["inputSettings"])
        return {}

    def _answer_create_input(self, data: Data) -> Data:
        if data["inputKind"] not in self.kinds:
            raise RefusedError(605, "Your specified input kind is not supported by OBS.")
        if data["inputName"] in self.inputs:
            raise RefusedError(601, "A source already exists by that input name.")
        self.inputs[data["inputName"]] = FakeInput(data["inputKind"], data["inputSettings"])
        return self._answer_create_scene_item({**data, "sourceName": data["inputName"]})

    def _answer_create_scene_item(self, data: Data) -> Data:
        items = self.scenes[data["sceneName"]]
        items[data["sourceName"]] = {}
        return {"sceneItemId": len(items)}

    def _answer_get_scene_item_id(self, data: Data) -> Data:
        names = list(self.scenes[data["sceneName"]])
        if data["sourceName"] not in names:
            raise RefusedError(600, "No scene items were found in the specified scene.")
        return {"sceneItemId": names.index(data["sourceName"]) + 1}

    def _answer_set_scene_item_enabled(self, data: Data) -> Data:
        name = list(self.scenes[data["sceneName"]])[data["sceneItemId"] - 1]
        self.scenes[data["sceneName"]][name]["enabled"] = data["sceneItemEnabled"]
        return {}

    def _answer_press_input_properties_button(self, data: Data) -> Data:
        if data["propertyName"] != "refreshnocache":
            raise RefusedError(600, "Unable to find a property by that name.")
        self._find(data["inputName"]).reloads += 1
        return {}

    def _answer_set_scene_item_transform(self, data: Data) -> Data:
        name = list(self.scenes[data["sceneName"]])[data["sceneItemId"] - 1]
        self.scenes[data["sceneName"]][name].update(data["sceneItemTransform"])
        return {}

    def _find(self, name: str) -> FakeInput:
        if name in self.scenes:
            raise RefusedError(602, "The specified source is not an input.")
        if name not in self.inputs:
            raise RefusedError(600, f"No source was found by the name of `{name}`.")
        return self.inputs[name]


@contextlib.asynccontextmanager
async def running(fake: FakeObs) -> AsyncIterator[FakeObs]:
    """Serve clients on loopback; the address is in ``url``."""
    protocol = Subprotocol("obswebsocket.json")
    async with serve(
        fake.serve_client, "127.0.0.1", 0, subprotocols=[protocol], compression=None
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        fake.url = f"ws://127.0.0.1:{port}"
        yield fake


def _encode(op: int, content: Data) -> str:
    return json.dumps({"op": op, "d": content})


def _to_snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
