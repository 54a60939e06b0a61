"""The welcome dialog, shown at the first start."""
