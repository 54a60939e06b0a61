"""Sends damaged frames to the readers of a server's frames, and counts the results.

A server's frame may be anything: a newer protocol, another program on the port, an attacker. The
same seed makes the same frames, so that what is found can be found again.
"""

import asyncio
import collections
import contextlib
import inspect
import io
import json
import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from captions.errors import ProtocolError
from captions.protocol.failures import ERROR_NAMES
from captions.protocol.messages import decode_server_message
from captions.realtime import RealtimeConnection, RealtimeEvents
from tests.support.seeded_random import seeded_random

FRAMES = 100_000
_SHOWN_CHARACTERS = 100
_ALARMING = ("open", "close")
"""Events of the connection itself, which no server may cause."""

Frame = str | bytes
Maker = Callable[[random.Random], Frame]
Fields = dict[str, Any]


@dataclass(slots=True)
class FuzzResult:
    """Number of frames by result."""

    frames: int = 0
    decoded: collections.Counter[str] = field(default_factory=collections.Counter)
    """Frames by what the decoder made of them: a message's type, or ``refused``."""
    events: collections.Counter[str] = field(default_factory=collections.Counter)
    """Events by name that a connection's handlers received."""
    causes: collections.Counter[str] = field(default_factory=collections.Counter)
    """Escapes by what happened: frames that made something raise what it must not, or act on what
    only looks like ours."""
    examples: list[str] = field(default_factory=list)
    """The first escape of each cause."""

    @property
    def escapes(self) -> int:
        """How many frames escaped."""
        return self.causes.total()

    def record_escape(self, frame: Frame, cause: str, error: object = "") -> None:
        """Count a frame that got through, and remember it if it is the first one to do it so."""
        if cause not in self.causes:
            shown = repr(frame)
            cut = f"{shown[:_SHOWN_CHARACTERS]}... ({len(shown)})"
            detail = f" ({error})" if error else ""
            self.examples.append(f"{cause}{detail}: {shown if len(shown) < len(cut) else cut}")
        self.causes[cause] += 1


def run(
    frames: int = FRAMES,
    seed: int = 1,
    decode: Callable[[Frame], Any] = decode_server_message,
    connect: Callable[[FuzzResult], Callable[[Frame], Any]] | None = None,
) -> FuzzResult:
    """Try frames on a decoder and on a live connection.

    Args:
        frames: how many.
        seed: makes them others.
        decode: may raise nothing but `ProtocolError`.
        connect: makes what a connection takes frames with; may raise nothing. By default that of a
            `RealtimeConnection` with a handler for every event.
    """
    return asyncio.run(_try_all(frames, seed, decode, connect or _connection))


def frame(chance: random.Random) -> Frame:
    """Return a frame: sometimes right, mostly wrong in one of many ways."""
    (maker,) = chance.choices(tuple(_MAKERS), tuple(_MAKERS.values()))
    return maker(chance)


async def _try_all(
    frames: int,
    seed: int,
    decode: Callable[[Frame], Any],
    take: Callable[[FuzzResult], Callable[[Frame], Any]],
) -> FuzzResult:
    """Try all of them on a running loop, as a connection has one."""
    chance = seeded_random(seed)
    found = FuzzResult()
    taken = take(found)
    # Handlers that fail make a connection print; ours do not, so nothing may be printed.
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        for _ in range(frames):
            one = frame(chance)
            found.frames += 1
            _decode(found, one, decode)
            _deliver(found, one, taken)
            if found.frames % 1000 == 0:
                await asyncio.sleep(0)
    if printed.getvalue():
        found.record_escape(printed.getvalue(), "It printed")
    return found


def _decode(found: FuzzResult, one: Frame, decode: Callable[[Frame], Any]) -> None:
    try:
        received = decode(one)
    except ProtocolError:
        found.decoded["refused"] += 1
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what we look for
        found.record_escape(one, f"The decoder raised {type(error).__name__}", error)
    else:
        # A value, or a value and its fields.
        message = getattr(received, "message", received)
        found.decoded[type(message).__name__] += 1


def _deliver(found: FuzzResult, one: Frame, taken: Callable[[Frame], Any]) -> None:
    alarms = _alarms(found)
    try:
        taken(one)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what we look for
        found.record_escape(one, f"The connection raised {type(error).__name__}", error)
    if _alarms(found) != alarms:
        found.record_escape(one, "The connection took it for its own opening or closing")


def _alarms(found: FuzzResult) -> int:
    return sum(found.events[name] for name in _ALARMING)


def _connection(found: FuzzResult) -> Callable[[Frame], Any]:
    """Return what a connection without a socket takes frames with."""
    nothing: Any = None  # Frames are handed over, so no socket is needed.
    connection = RealtimeConnection(nothing, 16000)
    for event in RealtimeEvents:
        connection.on(event.value, _counter(found, event.value))
    return connection._handle_frame


def _counter(found: FuzzResult, event: str) -> Callable[..., None]:
    def count(*_: object) -> None:
        found.events[event] += 1

    return count


def _word(chance: random.Random) -> Fields:
    start = round(chance.uniform(0, 3600), 2)
    kind = chance.choice(("word", "spacing"))
    times = {"start": start, "end": start + 0.2, "type": kind, "logprob": -chance.random()}
    return {"text": _text(chance), **times}


def _words(chance: random.Random) -> list[Fields]:
    return [_word(chance) for _ in range(chance.randrange(4))]


def _text(chance: random.Random) -> str:
    return "".join(chance.choices(_LETTERS, k=chance.randrange(30)))


_LETTERS = 'abc XYZ 09 "\\/\n\t\0 äß 漢字 \u202e \ufeff \U0001f600 {}[]:,'

_SAMPLES: Mapping[str, Callable[[random.Random], Fields]] = {
    "session_started": lambda chance: {"session_id": _text(chance), "config": {"a": [1, None]}},
    "partial_transcript": lambda chance: {"text": _text(chance)},
    "committed_transcript": lambda chance: {"text": _text(chance)},
    "committed_transcript_with_timestamps": lambda chance: {
        "text": _text(chance),
        "language_code": "en",
        "words": _words(chance),
    },
    "final_transcript": lambda chance: {"transcript": _text(chance)},
    "final_transcript_with_timestamps": lambda chance: {"text": "", "words": _words(chance)},
    "committed_transcript_entities": lambda chance: {
        "text": _text(chance),
        "entities": [{"text": "", "entity_type": "name", "start_char": 0, "end_char": 3}],
    },
    "redacted_transcript": lambda chance: {"text": "", "redacted_text": _text(chance)},
    "edited_transcript": lambda chance: {"text": "", "edited_text": _text(chance)},
    "diarized_transcript": lambda chance: {
        "text": _text(chance),
        "segment_index": 1,
        "words": [{**_word(chance), "speaker_id": "speaker_0"}],
    },
    "speakers_merged": lambda _: {"from_speaker_id": "a", "to_speaker_id": "b"},
    "warning": lambda chance: {"warning": _text(chance)},
}
_KINDS = (*_SAMPLES, *sorted(ERROR_NAMES))


def _message(chance: random.Random) -> Fields:
    """Return a right message of any type."""
    kind = chance.choice(_KINDS)
    make = _SAMPLES.get(kind)
    return {"message_type": kind, **(make(chance) if make else {"error": _text(chance)})}


def _right(chance: random.Random) -> Frame:
    text = json.dumps(_message(chance), ensure_ascii=chance.random() < 0.5)
    return text if chance.random() < 0.5 else text.encode()


def _junk(chance: random.Random) -> Any:  # noqa: ANN401  # anything that JSON can say
    return chance.choice(_JUNK)


_JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 1e308, -0.0, 0.5),
    *("", "text", "\0", "\ud800", "open", "close", "NaN", "1", "word", "x" * 5000),
    *([], [[]], [None], [{}], ["a"], [1, "b", {}], {}, {"": None}, {"text": 1}),
    *({"message_type": "error"}, {"text": {"text": []}}, {"start": "a"}),
)


def _wrong_type(chance: random.Random) -> Frame:
    """Put something else in the place of one field, at the top or in a word or an entity."""
    message = _message(chance)
    inner = [part for value in message.values() if isinstance(value, list) for part in value]
    place = chance.choice([message, message, *inner])
    place[chance.choice(list(place))] = _junk(chance)
    return json.dumps(message)


def _without_field(chance: random.Random) -> Frame:
    message = _message(chance)
    del message[chance.choice(list(message))]
    return json.dumps({**message, _text(chance): _junk(chance)})


def _wrong_top(chance: random.Random) -> Frame:
    return json.dumps(_junk(chance))


def _flipped(chance: random.Random) -> Frame:
    data = bytearray(_bytes(chance))
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(chance: random.Random) -> bytes:
    data = _bytes(chance)
    return data[: chance.randrange(len(data))]


def _spliced(chance: random.Random) -> Frame:
    """Begin with one message and end with another."""
    return _cut(chance) + _bytes(chance)[chance.randrange(20) :]


def _bytes(chance: random.Random) -> bytes:
    return json.dumps(_message(chance), ensure_ascii=False).encode()


def _noise(chance: random.Random) -> Frame:
    return chance.randbytes(chance.randrange(64))


def _broken_text(chance: random.Random) -> Frame:
    """Return text that no UTF-8 can carry, which a frame's reader may still be handed."""
    text = json.dumps(_message(chance), ensure_ascii=False)
    cut = chance.randrange(len(text))
    return f"{text[:cut]}\ud800{text[cut:]}"


def _huge_number(chance: random.Random) -> Frame:
    number = chance.choice(("9" * 400, "9" * 5000, "1e999", "-1E+400", "1e-999", "-0", "0" * 9))
    key = chance.choice(("start", "end", "logprob", "text", "segment_index", "message_type"))
    kind = chance.choice(_KINDS)
    item = f'{{"{key}": {number}}}'
    return f'{{"message_type": "{kind}", "text": "", "words": [{item}], "{key}": {number}}}'


def _deep(chance: random.Random) -> Frame:
    """Nest values, most often about as deep as the interpreter can go from here."""
    left = sys.getrecursionlimit() - _stack_depth()
    depth = chance.choice((10, left // 2, *(left - chance.randrange(16) for _ in range(6)), 50_000))
    opening, closing = chance.choice((("[", "]"), ('{"a":', "}")))
    value = opening * depth + "1" + closing * depth
    key = chance.choice(("text", "words", "config", "error", "error", "message_type", "other"))
    if key == "message_type" or chance.random() < 0.1:
        return f'{{"message_type": {value}}}'
    return f'{{"message_type": "{chance.choice(_KINDS)}", "{key}": {value}}}'


def _stack_depth() -> int:
    depth, place = 0, inspect.currentframe()
    while place is not None:
        depth, place = depth + 1, place.f_back
    return depth


def _other_type(chance: random.Random) -> Frame:
    """Name a type that there is not, or one that is ours, or an error as older servers did."""
    error = chance.choice(sorted(ERROR_NAMES))
    names = ("open", "close", "OPEN", "RealtimeEvents.CLOSE", "", "__class__", _text(chance))
    older = (f"scribe_{error}", f"{error}_error", f"scribe_{error}_error", "input_audio_chunk")
    kind = chance.choice((*names, *older))
    key = chance.choice(("error", "message", "details", "text"))
    return json.dumps({"message_type": kind, key: _junk(chance), "more": _junk(chance)})


def _twice(chance: random.Random) -> Frame:
    """Say a key twice."""
    first, second = (json.dumps(_message(chance))[1:-1] for _ in range(2))
    return f"{{{first}, {second}}}"


_MAKERS: Mapping[Maker, int] = {
    _right: 15,
    _wrong_type: 25,
    _without_field: 8,
    _wrong_top: 4,
    _flipped: 15,
    _cut: 8,
    _spliced: 4,
    _noise: 4,
    _broken_text: 3,
    _huge_number: 5,
    _deep: 4,
    _other_type: 8,
    _twice: 3,
}
"""Ways to make a frame, and how often each is taken."""
