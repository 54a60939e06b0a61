"""Start and end of the app: one copy at a time, background tasks, and a bounded exit."""
