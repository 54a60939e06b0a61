"""Tests, mirroring the program's rooms."""
