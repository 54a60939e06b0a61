"""The list of sessions beside a transcript."""
