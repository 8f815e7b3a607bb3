"""Data sets, scores, fine-tuning, benchmarks, and the tiny model's builder."""
