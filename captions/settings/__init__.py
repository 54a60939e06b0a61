"""Settings: their schema, the rules for their values, and access by path."""
