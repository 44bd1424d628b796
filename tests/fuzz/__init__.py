"""Arbitrary text and broken scripts through `analyze` and `run`."""
