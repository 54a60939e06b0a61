"""Texts about the on-device speech engine that the app shows."""

TEMPLATES = {
    "engine_address_missing": "Speech recognition did not report its address.",
    "engine_ended": "Speech recognition ended unexpectedly (code {exit_code}).",
    "engine_failed_repeatedly": (
        "Speech recognition failed {times} times in a row: {reason} Choose “Start again” in the "
        "menu, or run 'captions doctor'."
    ),
    "engine_reported": "{reason}",
    "engine_slow_to_start": "Speech recognition takes too long to start: try again.",
    "engine_start_failed": "Speech recognition cannot be started: {reason}.",
    "engine_stopped": "Speech recognition was stopped.",
    "engine_unresponsive": "It did not respond.",
}
"""English templates by code."""
