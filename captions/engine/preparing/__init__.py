"""Preparation of models in a child process: packages, downloads, imports and measured speed."""
