"""The same checkpoints as `recognizer/reference.py`, the same text, several times faster.

Sound goes `mel` → `encoder` → `decoder`; `model` puts them together, `weights`, `shapes` and `vocabulary` read the
checkpoint's folder, `linear` multiplies in the chosen precision.
"""
