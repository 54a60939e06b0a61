"""Benchmarks of the outputs."""
