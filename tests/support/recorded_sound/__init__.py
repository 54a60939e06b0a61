"""Programs that record and play the sound of a transcript, and a comparison of recordings."""
