"""The texts of errors and events: a code, its parameters and an English template for each code."""
