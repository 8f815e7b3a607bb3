"""Spoken commands, dictionary, numbers, script views: what was heard becomes what is written."""
