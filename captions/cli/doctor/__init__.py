"""``captions doctor``: reports what is missing, and which recogniser suits this computer."""
