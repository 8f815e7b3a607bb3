"""Compose every stage's options into one file the person may edit: load, save, migrate.

The file is TOML and belongs to the person as much as to the program: comments, order and keys we don't know survive
a save, and only what differs from the defaults is added, so that a better default reaches those who never chose.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias, cast

import tomlkit
from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from tomlkit.exceptions import TOMLKitError

from srota_dictate.errors import UserFixableError, reason_of
from srota_dictate.hotkey.bindings import check_bindings
from srota_dictate.hotkey.options import HotkeyOptions
from srota_dictate.one_step_file import replace_file
from srota_dictate.output.options import OutputOptions
from srota_dictate.recognizer.options import RecognizerOptions
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.rewriter.options import RewriterOptions
from srota_dictate.rules.options import RulesOptions
from srota_dictate.segmenter.options import SegmenterOptions

VERSION: Final = 2
_VERSION_KEY: Final = "version"
_HOTKEY_V1: Final = ("talk", "mode")


class Language(Enum):
    """Language of the program's own words; what one dictates is another matter."""

    AUTO = "auto"  # as the desktop
    EN = "en"
    HI = "hi"


class AppOptions(BaseModel):
    """Options of the program as a whole."""

    model_config = ConfigDict(frozen=True)

    language: Language = Language.AUTO
    show_preview: bool = True  # in the window, while speaking: the text so far
    # Delivered recordings older than this go; 0: at once.
    keep_audio_hours: Annotated[int, Field(ge=0, le=24 * 365)] | Literal["forever"] = 24

    @property
    def keep_hours(self) -> int | None:
        """How long a delivered recording stays; None for ever."""
        return None if self.keep_audio_hours == "forever" else self.keep_audio_hours


class Settings(BaseModel):
    """Everything that can be chosen, as one immutable value."""

    model_config = ConfigDict(frozen=True)

    hotkey: HotkeyOptions = Field(default_factory=HotkeyOptions)
    recorder: RecorderOptions = Field(default_factory=lambda: RecorderOptions.model_validate({}))
    segmenter: SegmenterOptions = Field(default_factory=lambda: SegmenterOptions.model_validate({}))
    recognizer: RecognizerOptions = Field(default_factory=RecognizerOptions)
    rules: RulesOptions = Field(default_factory=lambda: RulesOptions.model_validate({}))
    rewriter: RewriterOptions = Field(default_factory=RewriterOptions)
    output: OutputOptions = Field(default_factory=OutputOptions)
    app: AppOptions = Field(default_factory=AppOptions)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    settings: Settings
    notice: UserFixableError | None  # what had to be left aside, if anything


def default_path() -> Path:
    """Where the settings live unless the person says otherwise."""
    return user_config_path("srota-dictate", appauthor=False) / "settings.toml"


def load(path: Path) -> LoadedSettings:
    """Read the settings; always yields usable ones.

    A missing file means defaults. A key with an invalid value falls back to its default and is named in the notice.
    A file that is no TOML is moved out of the way, so that the next save loses nothing.
    """
    try:
        document = _read(path)
    except FileNotFoundError:
        return LoadedSettings(Settings(), None)
    except OSError as error:
        notice = UserFixableError(
            f"The settings in {path} cannot be read ({reason_of(error)}), so the defaults are used",
            "Check that the file belongs to you",
        )
        return LoadedSettings(Settings(), notice)
    except (TOMLKitError, UnicodeDecodeError) as error:
        return LoadedSettings(Settings(), _set_aside(path, error))
    data = migrate(cast("dict[str, object]", _plain(document)))
    settings, bad = _accept(data)
    if not bad:
        return LoadedSettings(settings, None)
    names = ", ".join(bad)
    message = f"Some settings have no valid value, so their defaults are used: {names}"
    return LoadedSettings(settings, UserFixableError(message, f"Correct them in Settings or in {path}"))


def save(path: Path, settings: Settings) -> None:
    """Write the settings in one step: whoever reads meanwhile sees the old file or the new one, never half of it.

    Raises UserFixableError when the file cannot be written; the old one is then untouched.
    """
    try:
        document = _document(path.resolve())
        _update(document, settings)
        replace_file(path, tomlkit.dumps(document).encode())  # pyright: ignore[reportUnknownMemberType]
    except OSError as error:
        raise UserFixableError(
            f"The settings cannot be saved to {path} ({reason_of(error)})", "Check that you may write to that folder"
        ) from error


def migrate(data: dict[str, object]) -> dict[str, object]:
    """Bring the content of an older file to today's names; keys of a newer program are left as they are."""
    version = data.get(_VERSION_KEY, 1)
    hotkey = data.get("hotkey")
    if version == 1 and isinstance(hotkey, MutableMapping):
        data = {**data, "hotkey": _with_hotkey_lists(cast("_Table", hotkey))}
    return data


def _with_hotkey_lists(hotkey: MutableMapping[str, object]) -> dict[str, object]:
    """Version 1 knew one key, `talk`, and what it did as `mode`; today each action has a list of keys."""
    rest = {key: value for key, value in hotkey.items() if key not in _HOTKEY_V1}
    if len(rest) == len(hotkey):
        return rest
    mode = hotkey.get("mode", "hold")
    return {"hold": [], mode if mode in ("hold", "toggle") else "hold": [hotkey.get("talk", "Control_R")], **rest}


_Table: TypeAlias = MutableMapping[str, object]


def _read(path: Path) -> _Table:
    """The file with its comments and order; changed in place and written back, it keeps them."""
    return cast("_Table", tomlkit.parse(path.read_bytes()))


def _document(path: Path) -> _Table:
    """The file as it stands, or an empty one."""
    try:
        return _read(path)
    except FileNotFoundError:
        pass
    except (TOMLKitError, UnicodeDecodeError) as error:
        # It broke since it was loaded, by a slip in an editor perhaps: that must not be lost either.
        _set_aside(path, error)
    return cast("_Table", tomlkit.document())


def _set_aside(path: Path, error: TOMLKitError | UnicodeDecodeError) -> UserFixableError:
    aside = path.with_name(f"{path.name}.broken-{datetime.now():%Y%m%d-%H%M%S-%f}")
    reason = "it is not text" if isinstance(error, UnicodeDecodeError) else str(error)
    message = f"The settings file could not be understood ({reason}), so the defaults are used"
    try:
        path.rename(aside)
    except OSError:
        return UserFixableError(message, f"Mend or delete {path}")
    return UserFixableError(message, f"Your file is kept as {aside}: mend it and rename it back, or choose anew")


def _accept(data: Mapping[str, object]) -> tuple[Settings, tuple[str, ...]]:
    """The settings in `data`, and the dotted names of those that were no good."""
    sections: dict[str, object] = {}
    bad: list[str] = []
    for name, default in _sections(Settings()).items():
        given = data.get(name, {})
        if not isinstance(given, MutableMapping):
            bad.append(name)
            continue
        known = {key: value for key, value in cast("_Table", given).items() if key in _dump(default)}
        section, bad_keys = _accept_section(type(default), known)
        sections[name] = section
        bad.extend(f"{name}.{key}" for key in bad_keys)
    return Settings.model_validate(sections), tuple(bad)


def _accept_section(kind: type[object], given: Mapping[str, object]) -> tuple[object, list[str]]:
    section = _validated(kind, given)
    if section is not None:
        return section, []
    # Key by key: one slip must not cost the others.
    good: dict[str, object] = {}
    bad: list[str] = []
    for key, value in given.items():
        accepted, slips = _accept_value(kind, good, key, value)
        bad.extend(slips)
        if accepted is not None:
            good[key] = accepted
    return TypeAdapter(kind).validate_python(good), bad


def _accept_value(
    kind: type[object], good: Mapping[str, object], key: str, value: object
) -> tuple[object | None, list[str]]:
    """What can be had of `value` besides what is `good`; of a table each entry, since it may hold a person's words."""
    if _validated(kind, {**good, key: value}) is not None:
        return value, []
    if not isinstance(value, MutableMapping):
        return None, [key]
    entries: dict[str, object] = {}
    bad: list[str] = []
    for name, entry in cast("_Table", value).items():
        if _validated(kind, {**good, key: {**entries, name: entry}}) is None:
            bad.append(f"{key}.{name}")
        else:
            entries[name] = entry
    return (entries, bad) if entries else (None, bad or [key])


def _validated(kind: type[object], values: Mapping[str, object]) -> object | None:
    try:
        section = TypeAdapter(kind).validate_python(values)
        if isinstance(section, HotkeyOptions):
            check_bindings(section.bindings)
    except (ValidationError, UserFixableError):
        return None
    return section


def _update(document: _Table, settings: Settings) -> None:
    version = document.get(_VERSION_KEY)
    if not isinstance(version, int) or version < VERSION:
        document[_VERSION_KEY] = VERSION
        if isinstance(hotkey := document.get("hotkey"), MutableMapping):
            for key in _HOTKEY_V1:  # they would look as if they still meant something
                cast("_Table", hotkey).pop(key, None)
    defaults = _sections(Settings())
    for name, section in _sections(settings).items():
        default, wanted = _dump(defaults[name]), _dump(section)
        if not isinstance(document.get(name), MutableMapping):
            if wanted == default and name not in document:
                continue
            document[name] = tomlkit.table()
        table = cast("_Table", document[name])
        for key, value in wanted.items():
            _set(table, key, value, default[key])


def _set(table: _Table, key: str, value: object, default: object) -> None:
    if value is None:  # TOML has no word for it
        table.pop(key, None)
    elif key in table:
        old = _plain(table[key])
        # Assigning an equal value would lose the way the person wrote it: 0x10, 'single quotes'.
        if old != value or isinstance(old, bool) is not isinstance(value, bool):
            table[key] = value
    elif value != default:
        table[key] = value


def _plain(item: object) -> object:
    unwrap = getattr(item, "unwrap", None)
    return unwrap() if callable(unwrap) else item


def _sections(settings: Settings) -> dict[str, object]:
    return {name: cast("object", getattr(settings, name)) for name in Settings.model_fields}


def _dump(section: object) -> dict[str, object]:
    """A section as plain TOML-able values, every key present, None for those without value."""
    values = cast("dict[str, object]", TypeAdapter(type(section)).dump_python(section, mode="json"))
    return {key: _without_none(value) for key, value in values.items()}


def _without_none(value: object) -> object:
    """TOML has no word for None inside a table; what isn't there means the same."""
    if not isinstance(value, dict):
        return value
    inside = cast("dict[str, object]", value)
    return {key: _without_none(each) for key, each in inside.items() if each is not None}
