"""The transcript window: live and saved transcripts to read, search, correct and export."""
