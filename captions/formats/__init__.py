"""File formats of transcripts, and the cues of subtitle files; without I/O."""
