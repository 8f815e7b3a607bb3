"""Microphone → segments: the device, the take's audio on disk, and the thread that owns both."""
