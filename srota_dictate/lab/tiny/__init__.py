"""The tiny model: a real Qwen3-ASR checkpoint that understands a synthetic voice and about 130 words."""
