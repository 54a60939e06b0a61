"""Global keyboard shortcuts on each system."""
