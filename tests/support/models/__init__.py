"""Models that tests fetch or build."""
