"""The outputs of the running app: what each one receives, and which of them run."""
