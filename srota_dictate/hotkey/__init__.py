"""A key that starts and stops dictation, and that the focused program never sees."""
