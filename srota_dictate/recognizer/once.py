"""A loaded recogniser for as long as a `with` block lasts, for commands that recognise and end."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from srota_dictate.recognizer.client import RecognizerClient
from srota_dictate.recognizer.options import RecognizerOptions
from srota_dictate.types import RecognizerStatus


@contextmanager
def open_recognizer(
    options: RecognizerOptions, on_status: Callable[[RecognizerStatus], None] | None = None
) -> Generator[RecognizerClient]:
    """Begin to load the model and give the client at once; submitted recordings wait for it.

    When the model can't be loaded, their futures fail with the reason.
    """
    client = RecognizerClient(on_status or _ignore, idle_minutes=0)
    try:
        client.load(options.model, options.device, options.precision, options.attention)
        yield client
    finally:
        client.close()


def _ignore(status: RecognizerStatus) -> None:
    del status
