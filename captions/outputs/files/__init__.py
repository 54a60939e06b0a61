"""Files as destinations: exports, live transcripts and the trace of events."""
