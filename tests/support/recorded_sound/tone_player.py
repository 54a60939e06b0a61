"""Plays a tone with the app's player and prints its positions as JSON; a program.

``python -m tests.support.recorded_sound.tone_player HERTZ SECONDS [STOP]``: the tone is at the
stream time 100 s, and a second tone of twice the frequency is at 200 s. Each line has ``position``
in seconds, or ``ended`` with an error. ``STOP`` ends playback at a stream time.
"""

import asyncio
import json
import sys
from collections.abc import Iterator

from captions.audio.player.player import SoundPlayer
from captions.errors import CaptionsError
from captions.pcm import Chunk, Chunker, to_bytes
from tests.support.sound.tones import tone

RATE = 16_000


def tones(hertz: float, seconds: float) -> Iterator[Chunk]:
    yield from Chunker(RATE, 0.1, 100.0).feed(to_bytes(tone(hertz, seconds, RATE)))
    yield from Chunker(RATE, 0.1, 200.0).feed(to_bytes(tone(2 * hertz, seconds, RATE)))


async def main(hertz: float, seconds: float, stop: float) -> None:
    def report(position: float) -> None:
        print(json.dumps({"position": position}), flush=True)
        if position >= stop:
            player.stop()

    player = SoundPlayer(report)
    error = ""
    try:
        await player.play(tones(hertz, seconds))
    except CaptionsError as failure:
        error = str(failure)
    print(json.dumps({"ended": error, "is_playing": player.is_playing}), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*map(float, (*sys.argv[1:], "1e9")[:3])))
