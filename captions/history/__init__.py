"""Saved transcripts: store, search and recorded sound."""
