"""Export of transcripts: the user's choices, and the request that carries them to the app."""
