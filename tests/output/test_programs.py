"""What is known of programs, and what the person says instead."""

import pytest
from pydantic import ValidationError

from srota_dictate.output.options import OutputOptions, PasteKeys
from srota_dictate.output.programs import Manner, manner_of


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        (("mousepad", "mousepad"), Manner(PasteKeys.CTRL_V, is_terminal=False)),
        ((), Manner(PasteKeys.CTRL_V, is_terminal=False)),
        (("gnome-terminal-server", "gnome-terminal"), Manner(PasteKeys.CTRL_SHIFT_V, is_terminal=True)),
        (("notes", "kitty"), Manner(PasteKeys.CTRL_SHIFT_V, is_terminal=True)),
        (("xterm", "xterm"), Manner(PasteKeys.SHIFT_INSERT, is_terminal=True)),
        (("emacs", "emacs"), Manner(PasteKeys.SHIFT_INSERT, is_terminal=False)),
    ],
)
def test_what_is_known(classes: tuple[str, ...], expected: Manner) -> None:
    assert manner_of(classes, {}) == expected


def test_the_person_knows_better() -> None:
    options = OutputOptions.model_validate(
        {
            "programs": {
                "XTerm": {"paste_keys": "ctrl+shift+v"},
                "MyTerm": {"terminal": True},
                "kitty": {"terminal": False},
            }
        }
    )
    assert manner_of(("xterm",), options.programs) == Manner(PasteKeys.CTRL_SHIFT_V, is_terminal=True)
    assert manner_of(("myterm",), options.programs) == Manner(PasteKeys.CTRL_V, is_terminal=True)
    assert manner_of(("kitty",), options.programs) == Manner(PasteKeys.CTRL_SHIFT_V, is_terminal=False)


@pytest.mark.parametrize("programs", [{"xterm": {"paste_keys": "ctrl+q"}}, {"xterm": {"keys": "ctrl+v"}}, "xterm"])
def test_what_makes_no_sense_is_refused(programs: object) -> None:
    with pytest.raises(ValidationError):
        OutputOptions.model_validate({"programs": programs})
