"""Texts about saved transcripts: the store, its files and their export."""

TEMPLATES: dict[str, str] = {}
