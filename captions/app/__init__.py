"""The desktop app and its terminal counterpart: startup, settings, commands and the pipeline."""
