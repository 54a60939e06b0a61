"""Texts of notifications, and the sentences of the status line that say the same."""
