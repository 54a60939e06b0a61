"""Recorded sound of saved transcripts: recorder, reader and export."""
