"""Tests of ``captions history``."""
