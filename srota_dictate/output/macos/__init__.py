"""Text output on macOS. Never run there; see docs/platforms.md."""
