"""The words of the interface: one field for every sentence, so that a language that lacks one fails to type-check.

Sentences with `{name}` are templates for `str.format`. `&` marks the letter that works with Alt; where the letters of
a script are no use for that, the Latin letter follows in brackets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """All words of the interface in one language."""

    app_name: str
    said: Mapping[str, str]  # what the stages of dictation say in English: see `app.said`
    full_stop: str

    # What is going on
    status_ready_hold: str  # {key}
    status_ready_toggle: str  # {key}
    status_ready_hold_or_tap: str  # {key}
    status_ready_menu: str
    status_loading: str  # {model}
    status_loading_percent: str  # {model} {percent}
    status_loading_waiting: str  # {model}
    status_opening: str
    status_recording: str
    status_writing: str
    status_writing_many: str  # {count}
    level: str
    microphone_open: str
    voice_light: str
    voice_substitute: str
    leaving: str  # {host}

    # Menu and window
    start: str
    stop: str
    cancel_recording: str
    model_menu: str  # {model}
    output_menu: str
    folder: str
    interrupted_one: str
    interrupted_many: str  # {count}
    interrupted_hint: str
    interrupted_take: str  # {when} {length}
    rescue: str
    rescue_all: str
    play: str
    play_failed: str
    play_failed_hint: str  # {path}
    discard: str
    discard_all: str
    rescued: str
    rescued_hint: str
    copy_last: str
    paste_last: str
    undo_last: str
    next_view: str
    script_menu: str  # {script}
    settings: str
    quit: str
    choose_folder: str

    output_paste: str
    output_clipboard: str
    output_type: str
    output_copy: str

    script_mixed: str
    script_roman: str
    script_devanagari: str

    model_srota: str
    model_srota_conv: str
    model_srota_tutorial: str
    model_base: str
    model_tiny: str

    # The card with a text that stands in no window
    held_title: str
    held_paste: str
    held_copy: str
    held_discard: str

    # Notifications
    model_ready: str  # {model}
    model_ready_on: str  # {device} {reason}
    trouble: str

    # Settings
    settings_title: str
    tab_keys: str
    tab_dictation: str
    tab_model: str
    tab_general: str
    tab_has_problem: str  # {tab}
    keys: str
    key: str
    key_action: str
    key_choose: str
    key_add: str
    key_remove: str
    key_missing: str
    key_twice: str  # {key}
    key_refused: str  # {key}
    keys_hint: str
    keys_hint_escape: str
    keys_hint_no_talk: str
    action_hold: str
    action_toggle: str
    action_hold_or_tap: str
    action_cancel: str
    action_paste_last: str
    action_undo: str
    action_next_view: str
    key_listening: str
    key_letter: str  # {key}
    key_unknown: str
    microphone: str
    microphone_default: str
    microphone_absent: str  # {name}
    microphone_looking: str
    warm: str
    warm_never: str
    warm_after_take: str
    warm_always: str
    longest: str
    longest_suffix: str
    longest_hint: str
    refresh: str
    refresh_tip: str
    output: str
    moved_focus: str
    moved_focus_hold: str
    moved_focus_follow: str
    moved_focus_return: str
    trailing_space: str
    press_enter: str
    terminal_newlines: str
    keep_out_of_history: str
    model: str
    model_other_folder: str
    model_folder: str
    browse: str
    download: str
    download_stop: str
    model_shipped: str
    model_partly: str  # {size}
    model_present: str  # {size}
    model_absent: str  # {size}
    model_starting: str
    model_downloading: str  # {done} {total}
    model_folder_empty: str
    model_folder_missing: str
    device: str
    device_auto: str
    device_cuda: str
    device_cpu: str
    precision: str
    precision_auto: str
    precision_bf16: str
    precision_f16: str
    precision_f32: str
    precision_int8: str
    attention: str
    attention_full: str
    attention_windowed: str
    attention_hint: str
    work_ahead: str
    work_ahead_auto: str
    work_ahead_pauses: str
    work_ahead_off: str
    idle: str
    idle_never: str
    minutes_suffix: str
    language: str
    language_auto: str
    keep_audio: str
    keep_audio_none: str
    keep_audio_forever: str
    hours_suffix: str
    show_preview: str
    tab_writing: str
    tab_words: str
    tab_dictionary: str
    tab_commands: str
    tab_rewriting: str
    script: str
    script_hint: str
    sentence_end: str
    stop_keep: str
    stop_by_script: str
    stop_danda: str
    stop_full_stop: str
    digits: str
    grouping: str
    grouping_indian: str
    grouping_international: str
    profile: str
    profile_plain: str
    profile_programmer: str
    numbers: str
    capitals: str
    row_add: str
    row_remove: str
    row_import: str
    row_twice: str  # {what}
    row_without_left: str
    words: str
    words_word: str
    words_spelling: str
    words_hint: str
    words_bad: str  # {what}
    words_import: str
    imported: str  # {count}
    terms: str
    terms_hint: str
    terms_bad: str  # {line}
    terms_import: str
    terms_most: str
    fuzzy: str
    fuzzy_never: str
    fuzzy_one: str
    fuzzy_two: str
    replacements: str
    replacement_heard: str
    replacement_written: str
    replacements_hint: str
    commands_on: str
    commands_hint: str
    command_prefix: str
    command_prefix_hint: str
    own_commands: str
    command_said: str
    command_written: str
    own_commands_hint: str
    rewriting_on: str
    rewriting_leaves: str
    rewriting_url: str
    rewriting_url_bad: str
    rewriting_url_missing: str
    rewriting_model: str
    rewriting_model_hint: str
    rewriting_key: str
    rewriting_key_hint: str
    rewriting_prompt: str
    ok: str
    cancel: str
    not_saved: str

    # Keys
    key_left: str  # {key}
    key_right: str  # {key}
    key_space: str
    key_menu: str
    key_mouse_back: str
    key_mouse_forward: str


def preferred(languages: Sequence[str]) -> str:
    """The interface language for a desktop that asks for `languages`, e.g. ["hi-IN", "en"]: "hi" or "en"."""
    for language in languages:
        primary = language.replace("_", "-").split("-")[0].lower()
        if primary in ("hi", "en"):
            return primary
    return "en"
