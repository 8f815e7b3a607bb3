"""The marks at the end of sentences, a table for each setting."""

import pytest

from srota_dictate.rules.options import Stop
from srota_dictate.rules.stops import Stops
from tests.rules.applied import applied


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("मेरा नाम है. ठीक है.", "मेरा नाम है। ठीक है।"),
        ("This is fine। और यह भी.", "This is fine. और यह भी।"),
        ("मीटिंग 5 बजे. room 12.", "मीटिंग 5 बजे। room 12."),
        ("उसने कहा (जल्दी).", "उसने कहा (जल्दी)।"),
        ("क्या? हाँ!", "क्या? हाँ!"),
        ("1. दूध", "1. दूध"),
        ("डॉ. शर्मा आए.", "डॉ. शर्मा आए।"),
        ("रुको... फिर", "रुको... फिर"),
        ("मान 3.14 है.", "मान 3.14 है।"),
        ("यह main.py है.", "यह main.py है।"),
        ("॥ श्री ॥", "॥ श्री ॥"),
    ],
)
def test_danda_after_devanagari_and_full_stop_after_latin(heard: str, written: str) -> None:
    assert applied(Stops(Stop.BY_SCRIPT), heard) == written


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        (Stops(Stop.KEEP), "हाँ। ok. Dr. Rao"),
        (Stops(Stop.KEEP, is_roman=True), "हाँ. ok. Dr. Rao"),
        (Stops(Stop.DANDA), "हाँ। ok। Dr. Rao"),
        (Stops(Stop.DANDA, is_roman=True), "हाँ। ok। Dr. Rao"),
        (Stops(Stop.FULL_STOP), "हाँ. ok. Dr. Rao"),
    ],
)
def test_each_setting(rule: Stops, written: str) -> None:
    assert applied(rule, "हाँ। ok. Dr. Rao") == written


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("git push.", "git push"),
        ("ठीक है।", "ठीक है"),
        ("one. two.", "one. two"),
        ("and so on...", "and so on..."),
        ("really?", "really?"),
        (".", "."),
    ],
)
def test_code_ends_without_a_stop(heard: str, written: str) -> None:
    assert applied(Stops(Stop.KEEP, ends_bare=True), heard) == written
