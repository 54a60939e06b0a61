"""The benchmark of saved transcripts."""
