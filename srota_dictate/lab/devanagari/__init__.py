"""Build the lexicon of English words in Devanagari, and the table that says how unknown ones sound."""
