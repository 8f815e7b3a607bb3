"""Entry point of `srota-dictate`: make the streams speak UTF-8, run the command, end with its exit code."""

import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command and end the process: 0, 1 (failed), 2 (wrong usage), 130 (Ctrl+C) or 141 (reader gone)."""
    for stream in (sys.stdout, sys.stderr):
        # Hinglish is written in Devanagari as often as not, and a locale of C or ISO-8859-1 couldn't say it.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        # Here, not at the top: importing takes long enough to be interrupted.
        from srota_dictate.cli.commands import app

        app()
    except KeyboardInterrupt:
        sys.exit(130)
