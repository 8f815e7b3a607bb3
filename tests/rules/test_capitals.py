"""Capitals after the end of a sentence."""

import pytest

from srota_dictate.rules.capitals import Capitals
from tests.rules.applied import applied


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("mera naam. theek hai", "mera naam. Theek hai"),
        ("है। then we go", "है। Then we go"),
        ("really? yes! ok", "really? Yes! Ok"),
        ('he said "no." then (later.) more', 'he said "no." Then (later.) More'),
        ("done.\n\nnext", "done.\n\nNext"),
        ("done. iPhone and x", "done. iPhone and x"),
        ("done. 5 apples", "done. 5 apples"),
        ("done. मेरा name", "done. मेरा name"),
        ("wait... what", "wait... what"),
        ("main.py is here", "main.py is here"),
        ("Dr. sharma", "Dr. sharma"),
        ("e. ŉ", "e. ŉ"),
    ],
)
def test_a_sentence_begins_with_a_capital_after_another(heard: str, written: str) -> None:
    assert applied(Capitals(), heard) == written
