"""Controls that are shared by several windows, and what all controls have in common."""
