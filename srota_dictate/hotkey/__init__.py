"""Keys and mouse buttons that work the program, and that the focused program never sees."""
