"""``captions history``: lists, shows, searches, exports and deletes saved transcripts."""
