"""The transcript and what is derived from it: caption rows, cues and problems."""
