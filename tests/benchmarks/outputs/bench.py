"""The benchmark of outputs: how soon captions are in pages and in OBS, and what they cost.

``python3 packaging/dev.py bench outputs [--quick] [--json PATH]
[--only overlay,audience,crowd,memory,obs,window]``

* overlay, audience: from a committed event to the changed page, in ten tabs of Chromium.
* crowd: the same among 1,000 readers of the audience page, with each reader's own delay.
* memory: what 1,000,000 events leave behind, in the app's part and in the page's process.
* obs: from a committed event to the text source of a real OBS.
* window: from an event to the overlay's frame, with all outputs off and on in turn.

A bound that is missed does not fail it, because machines are shared and noisy.
"""

import argparse
from collections.abc import Sequence

from tests.benchmarks.figures import Figure, Scope, create_parser, run_scope
from tests.benchmarks.outputs import obs, pages, window


def main(arguments: Sequence[str]) -> int:
    """Measure, print and write; return 1 if something did not work."""
    return run_scope(SCOPE, _parse(arguments))


def _measure_obs(asked: argparse.Namespace) -> list[Figure]:
    return obs.measure_obs(50 if asked.quick else obs.ROUNDS)


SCOPE = Scope(
    "outputs", "Outputs", {**pages.MEASURES, "obs": _measure_obs, "window": window.window}
)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    return create_parser(SCOPE, "Measure outputs.").parse_args(arguments)
