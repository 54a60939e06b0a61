"""Tests of web servers."""
