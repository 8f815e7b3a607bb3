"""Put the session's snapshot and hotkeys into words."""

from dataclasses import dataclass
from typing import Final, assert_never
from urllib.parse import urlsplit

from srota_dictate.app.said import said, said_fully
from srota_dictate.app.state import TrayState, microphone_is_ready, tray_state
from srota_dictate.app.texts import Texts
from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, Modifier, parse_chord
from srota_dictate.rewriter.options import RewriterOptions
from srota_dictate.rules.choices import ScriptView
from srota_dictate.session.view import SessionView
from srota_dictate.types import HotkeyAction, RecognizerPhase, VoiceDetector

_PREVIEW_LETTERS: Final = 110  # two or three lines: the window doesn't grow with a speech


@dataclass(frozen=True, slots=True)
class TalkKey:
    """The talk key as the status line needs it."""

    name: str  # for the person, e.g. "Right Ctrl"; "" when there is none
    action: HotkeyAction = HotkeyAction.HOLD


def status_text(texts: Texts, view: SessionView, model: str, key: TalkKey) -> str:
    """One line that says what is going on; `model` is the model's name for the person."""
    match tray_state(view):
        case TrayState.RECORDING:
            return texts.status_recording if view.heard else texts.status_opening
        case TrayState.LOADING:
            return _loading(texts, view, model)
        case TrayState.TRANSCRIBING:
            if view.transcribing == 1:
                return texts.status_writing
            return texts.status_writing_many.format(count=view.transcribing)
        case TrayState.TROUBLE:
            error = _trouble(view)
            return texts.trouble if error is None else said(texts, error)
        case TrayState.IDLE:
            return _ready(texts, key)
        case _ as never:
            assert_never(never)


def remedy(texts: Texts, view: SessionView) -> str:
    """What to do about the trouble shown, or "" when there is none."""
    error = view.recognizer.error if view.recognizer.phase is RecognizerPhase.FAILED else view.trouble
    return said_fully(texts, error.hint) if error is not None and tray_state(view) is TrayState.TROUBLE else ""


def detail(texts: Texts, view: SessionView) -> str:
    """The line under the status: the newest words while somebody speaks, else what to do about the trouble shown."""
    if not view.recording:
        return remedy(texts, view)
    return view.preview if len(view.preview) <= _PREVIEW_LETTERS else f"…{view.preview[-_PREVIEW_LETTERS:]}"


def detector_text(texts: Texts, view: SessionView) -> str:
    """Which voice detector is in use, where it isn't the best one; else ""."""
    match view.voice_detector:
        case VoiceDetector.FULL:
            return ""
        case VoiceDetector.LIGHT:
            return texts.voice_light
        case VoiceDetector.SUBSTITUTE:
            return texts.voice_substitute
        case _ as never:
            assert_never(never)


def leaving_text(texts: Texts, rewriter: RewriterOptions) -> str:
    """The sign that texts leave the program, "" where none does."""
    host = urlsplit(rewriter.url).netloc if rewriter.enabled else ""
    return texts.leaving.format(host=host) if host else ""


def script_name(texts: Texts, view: ScriptView) -> str:
    match view:
        case ScriptView.MIXED:
            return texts.script_mixed
        case ScriptView.ROMAN:
            return texts.script_roman
        case ScriptView.DEVANAGARI:
            return texts.script_devanagari
        case _ as never:
            assert_never(never)


def tooltip(texts: Texts, view: SessionView, model: str, key: TalkKey, leaving: str = "") -> str:
    """What the tray icon says under the pointer: the state, its remedy, a makeshift, where texts go, the model."""
    status = f"{texts.app_name}: {status_text(texts, view, model, key)}"
    lines = [status, remedy(texts, view), detector_text(texts, view), leaving]
    if microphone_is_ready(view):
        lines.append(texts.microphone_open)
    if tray_state(view) is TrayState.IDLE:
        lines.append(model)
    return "\n".join(line for line in lines if line)


def key_words(texts: Texts, key: str) -> str:
    """A key, chord or button for the person: "Control_R" is "Right Ctrl"; one that can't be read is shown as it is."""
    try:
        chord = parse_chord(key)
    except UserFixableError:
        return key if "+" in key else KeyChord(key).label
    modifiers = [modifier.value for modifier in Modifier if modifier in chord.modifiers]
    return "+".join([*modifiers, _one_key(texts, chord.key)])


def _one_key(texts: Texts, key: str) -> str:
    label = KeyChord(key).label
    side, _, rest = label.partition(" ")
    match key:
        case "space":
            return texts.key_space
        case "Menu":
            return texts.key_menu
        case "Mouse8":
            return texts.key_mouse_back
        case "Mouse9":
            return texts.key_mouse_forward
        case _ if key.endswith(("_L", "_R")):
            return (texts.key_left if side == "Left" else texts.key_right).format(key=rest)
        case _:
            return label


def _ready(texts: Texts, key: TalkKey) -> str:
    if not key.name:
        return texts.status_ready_menu
    match key.action:
        case HotkeyAction.TOGGLE:
            return texts.status_ready_toggle.format(key=key.name)
        case HotkeyAction.HOLD_OR_TAP:
            return texts.status_ready_hold_or_tap.format(key=key.name)
        case _:
            return texts.status_ready_hold.format(key=key.name)


def _loading(texts: Texts, view: SessionView, model: str) -> str:
    if view.transcribing > 0:
        return texts.status_loading_waiting.format(model=model)
    if (progress := view.recognizer.progress) is not None:
        return texts.status_loading_percent.format(model=model, percent=round(100 * progress))
    return texts.status_loading.format(model=model)


def _trouble(view: SessionView) -> str | None:
    error = view.recognizer.error if view.recognizer.phase is RecognizerPhase.FAILED else view.trouble
    return None if error is None else error.message
