"""Push-to-talk dictation for Hinglish: record, segment, recognise, rewrite, deliver."""

__version__ = "0.1.0"
