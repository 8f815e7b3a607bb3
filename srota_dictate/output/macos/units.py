"""Text as macOS counts it, in UTF-16 units."""

from collections.abc import Iterator


def n_units(text: str) -> int:
    """How many UTF-16 units it has."""
    return len(text) + sum(character > "\uffff" for character in text)


def in_parts(text: str, max_units: int) -> Iterator[str]:
    """Parts of at most so many UTF-16 units; none begins in the middle of a character."""
    part = ""
    for character in text:
        if n_units(part + character) > max_units:
            yield part
            part = ""
        part += character
    if part:
        yield part
