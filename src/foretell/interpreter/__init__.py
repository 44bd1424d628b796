"""Runs the module that was analyzed, within its grant, and nothing else."""
