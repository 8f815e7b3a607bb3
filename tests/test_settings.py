"""The settings file: whatever is in it, the program starts; whatever is saved, the person's own words survive."""

import os
import stat
import threading
from pathlib import Path

import pytest
import tomlkit
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from srota_dictate import settings as settings_module
from srota_dictate.delivery import OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.options import HotkeyOptions
from srota_dictate.output.options import OutputOptions, PasteKeys, ProgramOptions
from srota_dictate.recognizer.options import RecognizerOptions, WorkAhead
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.rules.options import Digits, Profile, ProgramRules, RulesOptions, ScriptView
from srota_dictate.segmenter.options import SegmenterOptions, VoiceBackend
from srota_dictate.settings import VERSION, AppOptions, Language, Settings, default_path, load, save
from srota_dictate.types import HotkeyAction, HotkeyBinding

quick = hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20)
all_settings = st.builds(
    Settings,
    hotkey=st.dictionaries(
        st.sampled_from(["Control_R", "F9", "Ctrl+Alt+space", "Mouse8"]), st.sampled_from(HotkeyAction)
    ).map(lambda chosen: HotkeyOptions.of(HotkeyBinding(key, action) for key, action in chosen.items())),
    recorder=st.fixed_dictionaries({"device": words, "tail_ms": st.integers(0, 2000)}).map(
        RecorderOptions.model_validate
    ),
    segmenter=st.fixed_dictionaries({"backend": st.sampled_from(VoiceBackend)}).map(SegmenterOptions.model_validate),
    recognizer=st.builds(
        RecognizerOptions,
        model=words,
        device=st.sampled_from(["auto", "cuda", "cpu"]),
        work_ahead=st.sampled_from(WorkAhead),
        idle_minutes=st.integers(0, 1000),
    ),
    rules=st.fixed_dictionaries(
        {
            "view": st.sampled_from(ScriptView),
            "digits": st.sampled_from(Digits),
            "terms": st.lists(words, max_size=2).map(tuple),
            "own_commands": st.dictionaries(words, words, max_size=2),
            "programs": st.dictionaries(
                words, st.builds(ProgramRules, profile=st.none() | st.sampled_from(Profile)), max_size=2
            ),
        }
    ).map(RulesOptions.model_validate),
    output=st.builds(
        OutputOptions,
        mode=st.sampled_from(OutputMode),
        programs=st.dictionaries(
            words,
            st.builds(ProgramOptions, paste_keys=st.none() | st.sampled_from(PasteKeys)),
            max_size=2,
        ),
    ),
    app=st.builds(
        AppOptions,
        language=st.sampled_from(Language),
        keep_audio_hours=st.integers(0, 24 * 365),
        show_preview=st.booleans(),
    ),
)
plain_values = st.one_of(st.integers(-(2**53), 2**53), st.booleans(), words, st.lists(st.integers(0, 9), max_size=3))
unknown_keys = st.dictionaries(words.map(lambda word: f"x {word}"), plain_values, max_size=4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def as_toml(document: dict[str, object]) -> str:
    return tomlkit.dumps(document)  # pyright: ignore[reportUnknownMemberType]


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    loaded = load(path)

    assert loaded.settings == Settings()
    assert loaded.notice is None
    assert not path.exists()


def test_the_defaults_are_the_ones_promised() -> None:
    settings = Settings()

    assert settings.hotkey.bindings == (HotkeyBinding("Control_R", HotkeyAction.HOLD),)
    assert (settings.recognizer.model, settings.output.mode) == ("srota", OutputMode.PASTE)
    assert settings.app == AppOptions(language=Language.AUTO, keep_audio_hours=24)


@quick
@given(settings=all_settings)
def test_what_is_saved_is_loaded_again(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "settings.toml"
    path.unlink(missing_ok=True)

    save(path, settings)

    assert load(path).settings == settings
    assert load(path).notice is None


@quick
@given(first=all_settings, second=all_settings, top=unknown_keys, inner=unknown_keys)
def test_keys_of_others_survive_every_save(
    tmp_path: Path, first: Settings, second: Settings, top: dict[str, object], inner: dict[str, object]
) -> None:
    path = tmp_path / "settings.toml"
    path.unlink(missing_ok=True)
    document = {**top, "hotkey": {"talk": "F8", **inner}, "somebody else": inner}
    path.write_text(as_toml(document), encoding="utf-8")

    save(path, first)
    save(path, second)

    kept = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
    assert {key: kept[key] for key in top} == top
    assert {key: kept["hotkey"][key] for key in inner} == inner
    assert kept["somebody else"] == inner
    assert load(path).settings == second


def test_comments_and_spelling_survive_a_save(path: Path) -> None:
    written(path, "# mine\n\n[recognizer]\nmodel = 'srota-conv' # for calls\nidle_minutes = 5\n\n[output]\n# often\n")
    settings = load(path).settings
    output = settings.output.model_copy(update={"mode": OutputMode.TYPE})

    save(path, settings.model_copy(update={"output": output}))

    text = path.read_text(encoding="utf-8")
    assert "# mine" in text
    assert "model = 'srota-conv' # for calls\nidle_minutes = 5\n" in text
    assert '# often\nmode = "type"' in text


def test_a_value_that_changes_keeps_its_comment(path: Path) -> None:
    written(path, '[recognizer]\nmodel = "base" # for now\n')

    save(path, Settings())

    assert 'model = "srota" # for now' in path.read_text(encoding="utf-8")


def test_only_what_differs_from_the_defaults_is_written(path: Path) -> None:
    save(path, Settings(hotkey=HotkeyOptions(hold=("F9",))))

    assert tomlkit.parse(path.read_text(encoding="utf-8")).unwrap() == {"version": VERSION, "hotkey": {"hold": ["F9"]}}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[recognizer]\ndevice = "gpu"\nmodel = "base"', "recognizer.device"),
        ('version = 2\n[hotkey]\nhold = ["no such key"]\ntoggle = ["F9"]', "hotkey.hold"),
        ('version = 2\n[hotkey]\nhold = ["F9", "F8"]\ncancel = ["f9"]', "hotkey.cancel"),
        ('[hotkey]\ntalk = "no such key"', "hotkey.hold"),
        ('[app]\nkeep_audio_hours = -1\nlanguage = "hi"', "app.keep_audio_hours"),
        ("[recognizer]\nidle_minutes = nan", "recognizer.idle_minutes"),
        ("[segmenter]\nspeech_on = 0.2", "segmenter.speech_on"),  # below speech_off
        ("[recorder]\ndevice = 3", "recorder.device"),
        ('[rules]\nview = "greek"\ncapitals = false', "rules.view"),
        ("[rules]\nmax_terms = 1000", "rules.max_terms"),
        ('[rules.replacements]\nbad = 3\n"सरोटा|srota" = "Srota"', "rules.replacements.bad"),
        ('[rules.programs]\nbad = { view = "greek" }\nxterm = { view = "roman" }', "rules.programs.bad"),
        ('output = "type"', "output"),
    ],
)
def test_one_bad_value_is_named_and_costs_only_itself(path: Path, text: str, named: str) -> None:
    loaded = load(written(path, text))

    assert loaded.notice is not None
    assert named in loaded.notice.message
    assert str(path) in loaded.notice.hint
    # The same file without the bad line loads to the same settings.
    mended = "\n".join(line for line in text.splitlines() if not line.startswith(named.split(".")[-1]))
    assert loaded.settings == load(written(path, mended)).settings


def test_saving_mends_a_bad_value(path: Path) -> None:
    loaded = load(written(path, '[recognizer]\ndevice = "gpu"'))

    save(path, loaded.settings)

    assert load(path).notice is None


@pytest.mark.parametrize("content", [b"[hotkey\ntalk = ", b"\xff\xfe\x00", b"a = 1\na = 2\n"])
def test_a_broken_file_is_set_aside_untouched(path: Path, content: bytes) -> None:
    written(path, "").write_bytes(content)

    loaded = load(path)

    (aside,) = path.parent.glob("settings.toml.broken-*")
    assert loaded.settings == Settings()
    assert loaded.notice is not None
    assert str(aside) in loaded.notice.hint
    assert aside.read_bytes() == content
    assert not path.exists()
    assert load(path).notice is None


def test_a_file_that_broke_while_the_program_ran_is_not_lost(path: Path) -> None:
    written(path, "[hotkey")

    save(path, Settings(hotkey=HotkeyOptions(hold=("F9",))))

    assert [aside.read_text() for aside in path.parent.glob("*.broken-*")] == ["[hotkey"]
    assert load(path).settings.hotkey.hold == ("F9",)


def test_a_folder_in_the_files_place_is_said_and_the_defaults_hold(path: Path) -> None:
    path.mkdir(parents=True)

    loaded = load(path)

    assert loaded.settings == Settings()
    assert loaded.notice is not None
    assert str(path) in loaded.notice.message


def test_where_nothing_can_be_written_saving_says_so(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")

    with pytest.raises(UserFixableError) as raised:
        save(tmp_path / "config" / "settings.toml", Settings())

    assert "cannot be saved" in raised.value.message
    assert raised.value.hint


def test_the_file_is_for_its_owner_only(path: Path) -> None:
    save(path, Settings())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    path.chmod(0o644)
    save(path, Settings(hotkey=HotkeyOptions(hold=("F9",))))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_save_that_fails_half_way_leaves_the_old_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(path, Settings(hotkey=HotkeyOptions(hold=("F9",))))
    before = path.read_bytes()

    def disk_full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(UserFixableError, match="No space left"):
        save(path, Settings())

    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_readers_never_see_half_a_file(path: Path) -> None:
    one, other = Settings(hotkey=HotkeyOptions(hold=("F9",))), Settings(recognizer=RecognizerOptions(model="m" * 5000))
    save(path, one)

    def save_often(settings: Settings) -> None:
        for _ in range(15):
            save(path, settings)

    writers = [threading.Thread(target=save_often, args=(settings,)) for settings in (one, other)]
    for writer in writers:
        writer.start()
    notices: list[UserFixableError | None] = []
    while any(writer.is_alive() for writer in writers):
        notices.append(load(path).notice)
    for writer in writers:
        writer.join()

    assert set(notices) <= {None}
    assert list(path.parent.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "srota.toml"
    target.parent.mkdir()
    target.write_text("")
    link = tmp_path / "settings.toml"
    link.symlink_to(target)

    save(link, Settings(hotkey=HotkeyOptions(hold=("F9",))))

    assert link.is_symlink()
    assert "F9" in target.read_text()


def test_a_newer_files_version_is_kept(path: Path) -> None:
    written(path, "version = 99\n[future]\nthing = 1\n")

    save(path, load(path).settings)

    assert tomlkit.parse(path.read_text()).unwrap() == {"version": 99, "future": {"thing": 1}}


def test_an_older_file_passes_through_the_migration(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(data: dict[str, object]) -> dict[str, object]:
        return {"hotkey": {"hold": [data["old_key"]]}}

    monkeypatch.setattr(settings_module, "migrate", renamed)

    assert load(written(path, 'old_key = "F9"')).settings.hotkey.hold == ("F9",)


@pytest.mark.parametrize(
    ("old", "bindings"),
    [
        ('talk = "F9"', [("F9", "hold")]),
        ('talk = "F9"\nmode = "toggle"', [("F9", "toggle")]),
        ('mode = "toggle"', [("Control_R", "toggle")]),
        ("", [("Control_R", "hold")]),
    ],
)
def test_the_one_key_of_version_1_becomes_a_list(path: Path, old: str, bindings: list[tuple[str, str]]) -> None:
    loaded = load(written(path, f"version = 1\n[hotkey]\n{old} # mine\nmore = 1\n"))
    assert loaded.notice is None
    assert [(binding.key, binding.action.value) for binding in loaded.settings.hotkey.bindings] == bindings

    save(path, loaded.settings)
    kept = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
    assert kept["version"] == VERSION
    assert kept["hotkey"].keys().isdisjoint({"talk", "mode"})
    assert kept["hotkey"]["more"] == 1
    assert load(path).settings == loaded.settings


def test_the_usual_place_follows_the_desktop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    assert default_path() == tmp_path / "srota-dictate" / "settings.toml"
