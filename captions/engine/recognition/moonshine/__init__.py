"""The included recogniser: Moonshine's network, decoding and word times."""
