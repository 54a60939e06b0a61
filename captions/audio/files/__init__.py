"""Reads recordings from files."""
