"""Tests of `captions.audio.player`."""
