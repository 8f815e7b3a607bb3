"""Measure the wait between the last sample of speech and its text, for each way of getting there."""
