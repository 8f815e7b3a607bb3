"""Telling real presses and releases from repetitions."""

from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.hotkey.held import SETTLE_S, HeldKey


def test_repetitions_are_swallowed() -> None:
    key = HeldKey()
    assert key.press(0.0)
    for now_s in (0.5, 0.54, 0.58):
        key.release(now_s)
        assert not key.wants_look(now_s + SETTLE_S / 2)
        assert not key.press(0.0)
    key.release(1.0)
    assert key.wants_look(1.0 + SETTLE_S)
    assert key.look(is_down=False, now_s=1.2) == 1.0, "held until the release came, not until it was believed"
    assert not key.down


def test_a_release_that_never_came_is_found() -> None:
    key = HeldKey()
    key.press(0.0)
    assert key.wants_look(9.0)
    assert key.look(is_down=True, now_s=9.0) is None
    assert key.look(is_down=False, now_s=9.1) == 9.1
    assert not key.wants_look(9.0)


def test_a_late_repetition_doesnt_end_the_hold() -> None:
    key = HeldKey()
    key.press(0.0)
    key.release(1.0)
    assert key.look(is_down=True, now_s=1.2) is None
    assert not key.press(1.3)
    assert key.down


@given(st.lists(st.sampled_from(["press", "release", "look up", "look down", "forget"])))
def test_every_hold_begins_and_ends_once(steps: list[str]) -> None:
    key = HeldKey()
    balance = 0
    for now_s, step in enumerate(steps):
        match step:
            case "press":
                balance += key.press(now_s)
            case "release":
                key.release(now_s)
            case "forget":
                balance -= key.forget(now_s) is not None
            case _:
                balance -= key.look(step == "look down", now_s) is not None
        assert balance == key.down
