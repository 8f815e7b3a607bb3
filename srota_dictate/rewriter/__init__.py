"""Optional: a language model that the person runs rewrites the text, and the text leaves the program for it."""
