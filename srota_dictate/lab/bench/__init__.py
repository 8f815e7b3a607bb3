"""Measure parts of the program on recordings in a folder, and write what was found as tables."""
