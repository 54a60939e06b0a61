"""Tests of the output to OBS."""
