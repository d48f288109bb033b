"""Cells wait for the names that they read, and for nothing else."""
