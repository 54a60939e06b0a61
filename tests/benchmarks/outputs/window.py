"""What the outputs cost the overlay: from the event to the frame, with all of them off and on.

The states take turns in one process, so that other work on the machine affects them alike.
"""

import argparse
from itertools import chain

from tests.benchmarks.figures import Figure, delays
from tests.benchmarks.window.bench import CAPTIONS_PX, FRAME_BOUND_MS, measure_in_child
from tests.support.virtual_screen import VirtualScreen

_CROWD = 1000
_STATES = {
    "off": "outputs off",
    "on": "all outputs on",
    "crowd": f"all outputs on, {_CROWD} readers",
}


def window(asked: argparse.Namespace) -> list[Figure]:
    """Measure how soon the overlay paints what is said, without outputs and with all of them."""
    seconds, turns = (4.0, 2) if asked.quick else (10.0, 4)
    with VirtualScreen(*CAPTIONS_PX) as screen:
        found = measure_in_child(
            screen,
            "frames",
            program="tests.benchmarks.outputs.overlay_process",
            seconds=seconds,
            turns=turns,
            crowd=_CROWD,
        )
    seen = {state: _joined(found[state], "delays") for state in _STATES}
    figures = [
        figure
        for state, title in _STATES.items()
        for figure in delays(f"event to frame, {title}", seen[state], FRAME_BOUND_MS)
    ]
    missing = sum(turn["missing"] for turn in chain.from_iterable(found.values()))
    return [*figures, *_compare(figures), Figure("frames never painted", missing, "", 0)]


def _joined(turns: list[dict[str, list[float]]], name: str) -> list[float]:
    return [value for turn in turns for value in turn[name]]


def _compare(figures: list[Figure]) -> list[Figure]:
    """Return the medians and the 99th percentiles as multiples of those without outputs."""
    count = len(figures) // len(_STATES)
    off = figures[:count]
    return [
        Figure(f"... {title}, {word}, times that with outputs off", now.value / before.value, "")
        for number, title in enumerate(list(_STATES.values())[1:], 1)
        for word, before, now in zip(
            ("median", "99th percentile"), off, figures[number * count :], strict=False
        )
    ]
