"""Tests of `captions.history.sound`."""
