"""Bring the text into the window where the person is."""
