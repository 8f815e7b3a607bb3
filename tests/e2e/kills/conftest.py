"""A microphone that somebody speaks into, for the programs that share it."""

from collections.abc import Iterator

import pytest

from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import Samples
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.speech import spoken
from tests.e2e.kills.speaker import Speaker


@pytest.fixture(scope="module")
def speech() -> Samples:
    if VirtualMicrophone.missing_programs():
        pytest.skip("PulseAudio is not installed")
    return spoken("मेरा favourite festival Diwali है")


@pytest.fixture(scope="module")
def microphone(speech: Samples) -> Iterator[VirtualMicrophone]:
    with VirtualMicrophone() as microphone:
        speaker = Speaker(microphone, speech)
        yield microphone
        speaker.close()


@pytest.fixture(scope="module")
def segmenters() -> SegmenterFactory:
    return SegmenterFactory(SegmenterOptions.model_validate({}))
