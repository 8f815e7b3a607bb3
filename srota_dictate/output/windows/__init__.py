"""Text output on Windows. Never run there; see docs/platforms.md."""
