"""The `srota-dictate` command: start the application, or transcribe, manage models, look for trouble."""
