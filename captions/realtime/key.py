"""Where the API key of a speech server comes from: the environment, never a file or an argument."""

import os

KEY_VARIABLES = ("CAPTIONS_API_KEY", "ELEVENLABS_API_KEY")
"""Looked at in this order."""


def api_key() -> str:
    """Return the key; empty if there is none."""
    return next((os.environ[name] for name in KEY_VARIABLES if os.environ.get(name)), "")
