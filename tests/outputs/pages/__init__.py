"""Tests of the pages with captions."""
