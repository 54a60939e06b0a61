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
    missing = sum(turn["missing"] for turn in chain.from_iterable(found.values()))
    figures = compare(
        {state: [delay for turn in found[state] for delay in turn["delays"]] for state in _STATES}
    )
    return [*figures, Figure("frames never painted", missing, "", 0)]


def compare(seconds: dict[str, list[float]]) -> list[Figure]:
    """Return the delays in each state, and their ratios to those with outputs off."""
    figures = {
        state: delays(f"event to frame, {title}", seconds[state], FRAME_BOUND_MS)
        for state, title in _STATES.items()
    }
    ratios = [
        Figure(f"{now.name}, times that with outputs off", now.value / before.value, "")
        for state in ("on", "crowd")
        for before, now in zip(figures["off"][:2], figures[state][:2], strict=True)
    ]
    return [*chain.from_iterable(figures.values()), *ratios]
