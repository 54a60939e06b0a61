"""Cuts the line to the real server at random, and counts the words that are lost or repeated.

Each run is compared with a run without cuts, word by word and time by time. Cuts
come when a random moment of the recording has been handed to the session, and a random time later,
so that they fall into everything that a connection does.
"""

import asyncio
import contextlib
import difflib
import json
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, NamedTuple

from captions.audio.files import recording
from captions.events import Committed, Event, Gap, Word
from captions.pcm import Chunk, Chunker, to_bytes
from captions.protocol.addresses import Address
from captions.protocol.options import CommitStrategy, SessionOptions
from captions.realtime.session.session import RealtimeSession
from tests.support.seeded_random import seeded_random
from tests.support.servers.tcp_proxy import TcpProxy, proxied

RATE = 16_000
RECORDING = "ls_other_3080-5032.flac"
"""A novel, two minutes long, with a good many pauses; without it the shipped recording is taken."""
SEEDS = (1, 2, 3)
CUTS = 100
_REST_SECONDS = 0.2
"""Delay in seconds after which closed connections have disappeared."""
_OPTIONS = SessionOptions(
    commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7, include_timestamps=True
)
_LONGEST_WAIT = 0.5
"""Seconds from the moment that a cut belongs to until it comes."""

Row = dict[str, Any]
Report = Callable[[str], None]


class Run(NamedTuple):
    """Results of one run."""

    events: list[Event]
    connections: int
    seconds: float
    left: int
    """Tasks and open files that were not there before."""

    @property
    def words(self) -> list[Word]:
        """Every committed word, in order."""
        commits = (event for event in self.events if isinstance(event, Committed))
        return [word for commit in commits for word in commit.words]


def run(path: Path, report: Report, seeds: tuple[int, ...] = SEEDS, cuts: int = CUTS) -> list[Row]:
    """Cut a recording's captioning, once for each seed, and then once twice as often.

    Returns:
        For each run: cuts, connections, words recognised, lost, repeated and moved, and the number
        of tasks and files that were not closed. The last one has twice as many cuts.
    """
    with subprocess.Popen(
        (sys.executable, "-m", "captions", "serve", "--json", "--tethered"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        ready = json.loads(server.stdout.readline())
        address = Address(ready["url"], ready["api_key"])
        rows = []
        for seed, number in (*((seed, cuts) for seed in seeds), (0, 2 * cuts)):
            report(f"cuts: {path.name}, {number} cuts, seed {seed}")
            rows.append({"recording": path.name, "seed": seed, **_row(address, path, seed, number)})
        server.terminate()
    return rows


def _row(server: Address, path: Path, seed: int, cuts: int) -> Row:
    chance = seeded_random(seed)
    whole = asyncio.run(caption(server, path, chance, 0))
    found = asyncio.run(caption(server, path, chance, cuts))
    return {
        "cuts": cuts,
        "connections": found.connections,
        "seconds": round(found.seconds, 1),
        "words": len(found.words),
        **compare(whole.words, found.words),
        "gaps": sum(isinstance(event, Gap) for event in found.events),
        "left_behind": found.left,
    }


def has_failed(row: Row) -> bool:
    """Return True if a run lost, repeated or moved a word, or did not close a task or a file."""
    return any(row[key] for key in ("lost", "repeated", "moved", "gaps", "left_behind"))


def compare(expected: list[Word], found: list[Word]) -> Row:
    """Count the words that are missing, too many, or in another place by more than a frame."""
    matcher = difflib.SequenceMatcher(
        a=[word.text for word in expected], b=[word.text for word in found], autojunk=False
    )
    lost = repeated = moved = 0
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            lost, repeated = lost + last - first, repeated + end - start
            continue
        pairs = zip(expected[first:last], found[start:end], strict=True)
        moved += sum(abs(one.start - other.start) > 0.04 for one, other in pairs)
    return {"lost": lost, "repeated": repeated, "moved": moved}


async def caption(server: Address, path: Path, chance: random.Random, cuts: int) -> Run:
    """Caption a recording over a line that is cut, and look what is left when it is done."""
    events: list[Event] = []
    before = _open_files()
    began = time.monotonic()
    async with proxied(server) as proxy:

        async def address() -> Address:
            return proxy.address

        session = RealtimeSession(address, _OPTIONS, events.append)
        await session.run(_cutting(path, proxy, chance, cuts), patient=True)
    await asyncio.sleep(_REST_SECONDS)
    left = len(asyncio.all_tasks()) - 1 + len(_open_files() - before)
    return Run(events, proxy.connections, time.monotonic() - began, left)


async def _cutting(
    path: Path, proxy: TcpProxy, chance: random.Random, cuts: int
) -> AsyncIterator[Chunk]:
    """Yield a recording's chunks, and cut the line between them."""
    chunker = Chunker(RATE, 0.1)
    data = b"".join([to_bytes(samples) async for samples in recording.iter_samples(path, RATE)])
    chunks = [*chunker.feed(data), *chunker.flush()]
    moments = sorted(chance.uniform(0, len(data) / 2 / RATE) for _ in range(cuts))
    for chunk in chunks:
        while moments and moments[0] <= chunk.stream_time:
            moments.pop(0)
            cut = 0
            while not cut:  # At times there is nothing to cut.
                await asyncio.sleep(chance.uniform(0, _LONGEST_WAIT))
                cut = proxy.cut()
        yield chunk
        await asyncio.sleep(0)


def _open_files() -> set[tuple[str, str]]:
    """Return the open files and sockets by number and name (proc(5)); none where nobody says.

    They are not counted, because other parts of the process may close theirs meanwhile.
    """
    folder = Path("/proc/self/fd")
    files = set()
    for file in folder.iterdir() if folder.exists() else ():
        with contextlib.suppress(FileNotFoundError):  # The folder itself was open.
            files.add((file.name, str(file.readlink())))
    return files
