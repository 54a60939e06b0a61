"""A drop-in replacement for ``elevenlabs.realtime``."""
