"""Telling real presses and releases from repetitions."""

from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.hotkey.held import SETTLE_S, HeldKey


def test_repetitions_are_swallowed() -> None:
    key = HeldKey()
    assert key.press()
    for now_s in (0.5, 0.54, 0.58):
        key.release(now_s)
        assert not key.wants_look(now_s + SETTLE_S / 2)
        assert not key.press()
    key.release(1.0)
    assert key.wants_look(1.0 + SETTLE_S)
    assert key.look(is_down=False)
    assert not key.down


def test_a_release_that_never_came_is_found() -> None:
    key = HeldKey()
    key.press()
    assert key.wants_look(9.0)
    assert not key.look(is_down=True)
    assert key.look(is_down=False)
    assert not key.wants_look(9.0)


def test_a_late_repetition_doesnt_end_the_hold() -> None:
    key = HeldKey()
    key.press()
    key.release(1.0)
    assert not key.look(is_down=True)
    assert not key.press()
    assert key.down


@given(st.lists(st.sampled_from(["press", "release", "look up", "look down", "forget"])))
def test_every_hold_begins_and_ends_once(steps: list[str]) -> None:
    key = HeldKey()
    balance = 0
    for now_s, step in enumerate(steps):
        match step:
            case "press":
                balance += key.press()
            case "release":
                key.release(now_s)
            case "forget":
                balance -= key.forget()
            case _:
                balance -= key.look(is_down=step == "look down")
        assert balance == key.down
