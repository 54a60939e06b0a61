"""Runs a thousand abusive connections beside one good session, whose text must not change.

``python -m tests.benchmarks.abuse [CONNECTIONS]`` starts a real server, sends the shipped recording
once undisturbed and once with abusers coming and going all the while, and prints both.
"""

import asyncio
import base64
import contextlib
import itertools
import json
import string
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import soundfile
import soxr
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from captions.engine import model_files
from captions.pcm import to_bytes
from captions.protocol.addresses import Address, socket_url
from captions.protocol.messages import encode_message, make_audio_chunk
from tests.support.seeded_random import seeded_random

CONNECTIONS = 1000
CHUNK_BYTES = 3200
"""100 ms."""
_AT_ONCE = 64
_PATIENCE = 60.0
"""Timeout of an abuser in seconds; a server that does not answer by then is reported."""
_COMMIT = '{"message_type":"input_audio_chunk","audio_base_64":"","commit":true}'


_CHANCE = seeded_random(1)


@dataclass(slots=True)
class Abuse:
    """Attacks on a server, and their results."""

    address: Address
    done: Counter[str] = field(default_factory=Counter)
    """Connections by what they did."""
    hanging: Counter[str] = field(default_factory=Counter)
    """Those that the server neither served nor ended."""
    held: list[asyncio.StreamWriter] = field(default_factory=list)
    """Connections that were begun and are never gone on with."""

    async def one(self, number: int) -> None:
        """Be the abuser of this number."""
        names = sorted(_ABUSERS)
        name = names[number % len(names)]
        try:
            async with asyncio.timeout(_PATIENCE):
                await _ABUSERS[name](self)
        except TimeoutError:
            self.hanging[name] += 1
        except (OSError, WebSocketException, asyncio.IncompleteReadError):
            pass  # It is what such a client has to expect.
        except AttributeError:
            pass  # asyncio's transport, when websockets ends one that the server has reset.
        self.done[name] += 1

    async def release(self) -> None:
        """Let go of what was held."""
        for writer in self.held:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def plain(self, *parts: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection without any protocol, and write to it."""
        host, port = self.address.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        for part in parts:
            writer.write(part)
        await writer.drain()
        return reader, writer

    def socket(self, query: str = "", **headers: str) -> connect:
        """Open a session's socket, with the right key unless another is given."""
        sent = {"xi-api-key": self.address.api_key, **headers}
        url = f"{socket_url(self.address.url)}?{query}"
        return connect(url, additional_headers=sent, proxy=None, close_timeout=1)


def _chunk(audio: str) -> str:
    return json.dumps({"message_type": "input_audio_chunk", "audio_base_64": audio})


async def _wrong_key(abuse: Abuse) -> None:
    async with abuse.socket(**{"xi-api-key": "wrong"}) as client:
        await client.recv()


async def _wrong_options(abuse: Abuse) -> None:
    async with abuse.socket("vad_threshold=9&model_id=no&keyterms=" + "x" * 5000) as client:
        await client.recv()


async def _foreign_page(abuse: Abuse) -> None:
    async with abuse.socket(origin="https://evil.example"):
        pass


async def _nonsense(abuse: Abuse) -> None:
    await _send_until_closed(abuse, _CHANCE.randbytes(500))


async def _bad_base64(abuse: Abuse) -> None:
    await _send_until_closed(abuse, _chunk("%%%"))


async def _odd_length(abuse: Abuse) -> None:
    await _send_until_closed(abuse, _chunk("AAAA"))


async def _large_chunk(abuse: Abuse) -> None:
    await _send_until_closed(abuse, _chunk("A" * 10_000_000))


async def _commits(abuse: Abuse) -> None:
    await _send_until_closed(abuse, *[_COMMIT] * 1000)


async def _empty_chunks(abuse: Abuse) -> None:
    async with abuse.socket() as client:
        for _ in range(2000):
            await client.send(_chunk(""))


async def _vanish(abuse: Abuse) -> None:
    async with abuse.socket() as client:
        await client.send(_chunk(base64.b64encode(bytes(64_000)).decode()))
        client.transport.abort()


async def _noise_and_off(abuse: Abuse) -> None:
    noise = base64.b64encode(_CHANCE.randbytes(64_000)).decode()
    async with abuse.socket() as client:
        await client.send(_chunk(noise))
        await client.send(_COMMIT)


async def _reads_nothing(abuse: Abuse) -> None:
    async with abuse.socket() as client:
        client.transport.pause_reading()
        for _ in range(1000):
            await client.ping()
        client.transport.abort()


async def _slow_handshake(abuse: Abuse) -> None:
    _, writer = await abuse.plain(b"GET /v1/speech-to-text/realtime HTTP/1.1\r\nhost: lo")
    abuse.held.append(writer)


async def _sends_nothing(abuse: Abuse) -> None:
    _, writer = await abuse.plain()
    abuse.held.append(writer)


async def _no_http(abuse: Abuse) -> None:
    reader, writer = await abuse.plain(_CHANCE.randbytes(300) + b"\r\n\r\n")
    await reader.read()
    writer.close()


async def _long_head(abuse: Abuse) -> None:
    reader, writer = await abuse.plain(b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 50_000)
    await reader.read()
    writer.close()


async def _upgrade_with_a_body(abuse: Abuse) -> None:
    reader, writer = await abuse.plain(_UPGRADE + b"content-length: 3\r\n\r\nabc")
    await reader.read()
    writer.close()


async def _upgrade_in_chunks(abuse: Abuse) -> None:
    _, writer = await abuse.plain(_UPGRADE + b"transfer-encoding: chunked\r\n\r\n")
    abuse.held.append(writer)


async def _many_headers(abuse: Abuse) -> None:
    reader, writer = await abuse.plain(_UPGRADE + b"x: y\r\n" * 200 + b"\r\n")
    await reader.read()
    writer.close()


async def _long_context(abuse: Abuse) -> None:
    letters = "".join(_CHANCE.choices(string.ascii_letters, k=300_000))
    async with abuse.socket() as client:
        first = make_audio_chunk(bytes(64_000), previous_text=f"so {letters}", commit=True)
        await client.send(encode_message(first), text=True)
        async for message in client:
            if "committed_transcript" in str(message):
                return


async def _odd_keyterms(abuse: Abuse) -> None:
    query = "&".join(f"keyterms={quote(chr(0x1F600 + number) * 20)}" for number in range(50))
    async with abuse.socket(query) as client:
        await client.send(_chunk(base64.b64encode(bytes(64_000)).decode()))
        await client.recv()


async def _huge_number(abuse: Abuse) -> None:
    async with abuse.socket(f"min_speech_duration_ms={'9' * 4000}") as client:
        await client.recv()


async def _deep_frame(abuse: Abuse) -> None:
    await _send_until_closed(abuse, '{"message_type":' + "[" * 900 + "]" * 900 + "}")


async def _endless_message(abuse: Abuse) -> None:
    async with abuse.socket() as client:
        transport = client.transport
        # Once the server refuses the session or the message, the library ends its own side.
        with contextlib.suppress(RuntimeError):
            transport.write(b"\x01\x80\0\0\0\0")
            while not transport.is_closing():
                transport.write(b"\x00\x80\0\0\0\0" * 500)
                await asyncio.sleep(0.01)
        await client.wait_closed()


async def _wrong_token(abuse: Abuse) -> None:
    request = b"POST /v1/single-use-token/realtime_scribe HTTP/1.1\r\nhost: localhost\r\n"
    reader, writer = await abuse.plain(request + b"connection: close\r\n\r\n")
    await reader.read()
    writer.close()


_UPGRADE = (
    b"GET /v1/speech-to-text/realtime HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\n"
    b"connection: upgrade\r\nsec-websocket-version: 13\r\n"
    b"sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)

_ABUSERS: dict[str, Callable[[Abuse], Awaitable[None]]] = {
    "a wrong key": _wrong_key,
    "wrong options": _wrong_options,
    "a foreign page": _foreign_page,
    "nonsense": _nonsense,
    "bad base64": _bad_base64,
    "an odd length": _odd_length,
    "10 MB at once": _large_chunk,
    "a thousand commits": _commits,
    "empty chunks": _empty_chunks,
    "gone in the middle": _vanish,
    "noise, then gone": _noise_and_off,
    "reads nothing": _reads_nothing,
    "a handshake never ended": _slow_handshake,
    "no handshake at all": _sends_nothing,
    "no HTTP": _no_http,
    "a head without end": _long_head,
    "a token without a key": _wrong_token,
    "an upgrade with a body": _upgrade_with_a_body,
    "an upgrade in chunks": _upgrade_in_chunks,
    "200 headers": _many_headers,
    "300 kB of context": _long_context,
    "odd keyterms": _odd_keyterms,
    "4000 digits": _huge_number,
    "a deep frame": _deep_frame,
    "a message without end": _endless_message,
}


async def _send_until_closed(abuse: Abuse, *frames: str | bytes) -> None:
    async with abuse.socket() as client:
        for frame in frames:
            await client.send(frame)
        async for _ in client:
            pass


async def good_session(
    address: Address, sound: bytes, meanwhile: Callable[[], Awaitable[object]]
) -> str:
    """Send sound of 16 kHz, do something before each chunk, and return the committed text."""
    url = f"{socket_url(address.url)}?commit_strategy=vad&vad_silence_threshold_secs=0.7"
    sent = {"xi-api-key": address.api_key}
    async with connect(url, additional_headers=sent, proxy=None) as client:
        received = asyncio.create_task(_receive_text(client))
        for start in range(0, len(sound), CHUNK_BYTES):
            await meanwhile()
            await client.send(
                encode_message(make_audio_chunk(sound[start : start + CHUNK_BYTES])), text=True
            )
        await client.send(encode_message(make_audio_chunk(bytes(32_000))), text=True)
        await client.send(_COMMIT)
        return " ".join((await received).split())


async def _receive_text(client: ClientConnection) -> str:
    """Return the committed text, up to the commit of the silence at the end."""
    texts = []
    while True:
        message = json.loads(await client.recv())
        if "error" in message:
            raise AssertionError(message)
        if message["message_type"] == "committed_transcript":
            texts.append(message["text"])
            if not message["text"]:
                return " ".join(texts)


async def abused_session(address: Address, sound: bytes, connections: int) -> tuple[str, Abuse]:
    """Be a good client among abusers, of whom some come before each chunk; return its text."""
    abuse = Abuse(address)
    free = asyncio.Semaphore(_AT_ONCE)
    chunks = -(-len(sound) // CHUNK_BYTES)
    # At the chunk of this number, so many are due.
    bounds = itertools.pairwise(round(chunk * connections / chunks) for chunk in range(chunks + 1))

    async def one(number: int) -> None:
        async with free:
            await abuse.one(number)

    async with asyncio.TaskGroup() as tasks:

        async def some() -> None:
            for number in range(*next(bounds)):
                tasks.create_task(one(number))
            await asyncio.sleep(0)

        text = await good_session(address, sound, some)
    await abuse.release()
    return text, abuse


def load() -> bytes:
    """Return the recording that the data package carries, as the wire's samples at 16 kHz."""
    frames, rate = soundfile.read(
        str(model_files.find_path(model_files.SAMPLE_RECORDING)), dtype="float32"
    )
    return to_bytes(soxr.resample(frames, rate, 16_000))


def main() -> int:
    """Run the benchmark; returns 1 if a word changed or somebody was left hanging."""
    connections = int(sys.argv[1]) if len(sys.argv) > 1 else CONNECTIONS
    sound = load()
    with subprocess.Popen(
        (sys.executable, "-m", "captions", "serve", "--json", "--tethered"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as server:
        assert server.stdout is not None
        ready = json.loads(server.stdout.readline())
        address = Address(ready["url"], ready["api_key"])
        began = time.monotonic()
        alone = asyncio.run(good_session(address, sound, _nothing))
        first = time.monotonic()
        print(f"alone: {first - began:.1f} s, {_memory(server.pid)}, {_files(server.pid)} files")
        abused, abuse = asyncio.run(abused_session(address, sound, connections))
        print(f"abused: {time.monotonic() - first:.1f} s, {_memory(server.pid)}")
        assert server.stdin is not None
        server.stdin.close()
        code = server.wait()
    print("\n".join(f"{count:5} {name}" for name, count in sorted(abuse.done.items())))
    print(f"left hanging: {dict(abuse.hanging) or 'nobody'}; the server ended with {code}")
    same = abused == alone
    print(f"{len(alone.split())} words, {'none changed' if same else 'CHANGED'}")
    return int(not same or bool(abuse.hanging) or code != 0)


async def _nothing() -> None:
    await asyncio.sleep(0)


def _memory(pid: int) -> str:
    """Return a process's peak memory, if the system measures it."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return "memory unknown"
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return f"peak {int(line.split()[1]) // 1024} MB"


def _files(pid: int) -> int:
    folder = Path(f"/proc/{pid}/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


if __name__ == "__main__":
    sys.exit(main())
