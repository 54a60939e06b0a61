"""Texts about the on-device speech engine as the app sees it."""

TEMPLATES = {
    "engine_address_missing": "The speech engine does not say where it listens.",
    "engine_ended": "The speech engine ended unexpectedly (code {exit_code}).",
    "engine_failed_repeatedly": (
        "Speech recognition failed {times} times in a row: {reason} Choose “Start again” in the "
        "menu, or run 'captions doctor'."
    ),
    "engine_reported": "{reason}",
    "engine_slow_to_start": "The speech engine takes too long to start: try again.",
    "engine_start_failed": "The speech engine cannot be started: {reason}.",
    "engine_stopped": "The speech engine was stopped.",
    "engine_unresponsive": "It did not answer.",
}
"""English templates by code."""
