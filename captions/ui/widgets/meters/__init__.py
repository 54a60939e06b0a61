"""Level meters, one for each lane."""
