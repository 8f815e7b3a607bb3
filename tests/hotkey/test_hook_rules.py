"""Which key moves are swallowed where every key passes through a hook, and what they mean."""

from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.hotkey.chord import Modifier
from srota_dictate.hotkey.hook_rules import HookRules, KeyMove, Verdict, menu_opens
from srota_dictate.types import HotkeyAction, HotkeyEvent, HotkeyPressed, HotkeyReleased

TALK, OTHER, ESC = 1, 2, 3
NONE: frozenset[Modifier] = frozenset()
CTRL = frozenset({Modifier.CTRL})
PRESSED, RELEASED = HotkeyPressed(HotkeyAction.HOLD), HotkeyReleased(HotkeyAction.HOLD, 0.0)
CANCEL, CANCEL_ENDS = HotkeyPressed(HotkeyAction.CANCEL), HotkeyReleased(HotkeyAction.CANCEL, 0.0)


def judge(rules: HookRules, code: int, is_press: bool, modifiers: frozenset[Modifier] = NONE) -> Verdict:
    return rules.judge(KeyMove(code, is_press, modifiers), 0.0, lambda _: False)


def bound(modifiers: frozenset[Modifier] = NONE) -> HookRules:
    rules = HookRules()
    assert rules.bind({(TALK, modifiers): HotkeyAction.HOLD}, 0.0) == ()
    return rules


def test_a_hold_is_swallowed_from_press_to_release() -> None:
    rules = bound()
    assert judge(rules, TALK, True) == Verdict(True, (PRESSED,))
    assert judge(rules, TALK, True) == Verdict(True)  # a repetition
    assert judge(rules, OTHER, True) == Verdict(False)
    assert judge(rules, TALK, False) == Verdict(True, (RELEASED,))
    assert judge(rules, TALK, False) == Verdict(False)


def test_how_long_it_was_held() -> None:
    rules = bound()
    rules.judge(KeyMove(TALK, True), 3.0, lambda _: False)
    verdict = rules.judge(KeyMove(TALK, False), 5.5, lambda _: False)
    assert verdict.events == (HotkeyReleased(HotkeyAction.HOLD, 2.5),)


def test_modifiers_must_be_exactly_those_of_the_chord() -> None:
    rules = bound(CTRL)
    assert judge(rules, TALK, True) == Verdict(False)
    assert judge(rules, TALK, True, CTRL | {Modifier.SHIFT}) == Verdict(False)
    assert judge(rules, TALK, True, CTRL) == Verdict(True, (PRESSED,))
    # Which of the keys goes up first doesn't matter.
    assert judge(rules, TALK, False) == Verdict(True, (RELEASED,))


def test_one_key_for_several_things() -> None:
    rules = HookRules()
    rules.bind({(TALK, NONE): HotkeyAction.TOGGLE, (TALK, CTRL): HotkeyAction.UNDO}, 0.0)
    assert judge(rules, TALK, True, CTRL).events == (HotkeyPressed(HotkeyAction.UNDO),)
    assert judge(rules, TALK, False).events == (HotkeyReleased(HotkeyAction.UNDO, 0.0),)
    assert judge(rules, TALK, True).events == (HotkeyPressed(HotkeyAction.TOGGLE),)


def test_esc_is_taken_only_while_armed() -> None:
    rules = bound()
    assert judge(rules, ESC, True) == Verdict(False)
    rules.arm_cancel(ESC)
    assert judge(rules, ESC, True, CTRL) == Verdict(True, (CANCEL,))
    rules.arm_cancel(None)
    # The programs saw no press, so they get no release either.
    assert judge(rules, ESC, False) == Verdict(True, (CANCEL_ENDS,))
    assert judge(rules, ESC, True) == Verdict(False)


def test_a_key_of_ones_own_to_cancel_counts_beside_a_talk_key() -> None:
    rules = HookRules()
    rules.bind({(OTHER, CTRL): HotkeyAction.CANCEL}, 0.0)
    assert judge(rules, OTHER, True) == Verdict(False)
    assert judge(rules, OTHER, True, CTRL | {Modifier.SHIFT}) == Verdict(True, (CANCEL,))


def test_another_talk_key_ends_the_hold() -> None:
    rules = bound()
    judge(rules, TALK, True)
    assert rules.bind({(OTHER, NONE): HotkeyAction.HOLD}, 0.0) == (RELEASED,)
    assert judge(rules, TALK, False) == Verdict(True)
    assert not rules.holds_any


def test_the_same_keys_bound_again_go_on() -> None:
    rules = bound()
    judge(rules, TALK, True)
    assert rules.bind({(TALK, NONE): HotkeyAction.HOLD}, 0.0) == ()
    assert judge(rules, TALK, False) == Verdict(True, (RELEASED,))


def test_a_key_that_programs_see_down_is_let_go_for_them_too() -> None:
    rules = bound()
    judge(rules, TALK, True)
    assert rules.judge(KeyMove(TALK, False), 0.0, lambda code: code == TALK) == Verdict(False, (RELEASED,))


def test_a_lost_release_ends_the_hold() -> None:
    rules = bound()
    rules.judge(KeyMove(TALK, True), 4.0, lambda _: False)
    assert rules.drop(lambda _code, seen_s: seen_s < 4.0, 4.0) == ()
    assert rules.drop(lambda code, seen_s: code == TALK and seen_s == 4.0, 4.0) == (RELEASED,)
    assert rules.forget(4.0) == ()


def test_which_modifiers_call_a_menu_when_let_go() -> None:
    assert menu_opens(frozenset({Modifier.ALT}))
    assert menu_opens(frozenset({Modifier.SUPER, Modifier.SHIFT}))
    assert not menu_opens(CTRL | {Modifier.ALT})
    assert not menu_opens(frozenset({Modifier.SHIFT}))


@given(st.lists(st.tuples(st.sampled_from([TALK, OTHER, ESC]), st.sampled_from(["down", "up", "lost"]), st.booleans())))
def test_every_hold_begins_and_ends_once_and_no_program_sees_half_of_it(moves: list[tuple[int, str, bool]]) -> None:
    rules = bound()
    told: list[HotkeyEvent] = []
    seen_down: set[int] = set()
    for code, what, armed in moves:
        rules.arm_cancel(ESC if armed else None)
        if what == "lost":
            told.extend(rules.drop(lambda held, _, code=code: held == code, 0.0))
            continue
        verdict = rules.judge(KeyMove(code, what == "down"), 0.0, seen_down.__contains__)
        told.extend(verdict.events)
        if not verdict.swallow:
            (seen_down.add if what == "down" else seen_down.discard)(code)
        elif what == "up":
            assert code not in seen_down
    told.extend(rules.forget(0.0))
    for press, release in ((PRESSED, RELEASED), (CANCEL, CANCEL_ENDS)):
        of_this = [event for event in told if event in (press, release)]
        assert of_this == [press, release] * (len(of_this) // 2)
