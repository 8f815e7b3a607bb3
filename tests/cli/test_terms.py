"""`srota-dictate terms`: what is added is in the settings file, and nothing else of it is lost."""

from pathlib import Path

from tests.cli.command import run

SETTINGS = "XDG_CONFIG_HOME/srota-dictate/settings.toml"


def test_adding_listing_and_removing(tmp_path: Path) -> None:
    settings = tmp_path / SETTINGS
    settings.parent.mkdir(parents=True)
    settings.write_text("# mine\n[recognizer]\nmodel = 'tiny'  # small\n")
    assert run("terms", "add", "Srota", "  गिट   हब ", "srota", home=tmp_path).returncode == 0
    assert run("terms", "list", home=tmp_path).stdout.split("\n") == ["Srota", "गिट हब", ""]
    assert "model = 'tiny'  # small" in settings.read_text()
    assert run("terms", "remove", "srota", home=tmp_path).returncode == 0
    assert run("terms", "list", home=tmp_path).stdout == "गिट हब\n"
    done = run("terms", "remove", "nix", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert 'no term "nix"' in done.stderr


def test_importing_a_list_and_a_folder(tmp_path: Path) -> None:
    table = tmp_path / "terms.csv"
    table.write_bytes("सरोटा|srota,Srota\nDiwali\n".encode() + b"\xff\n")
    done = run("terms", "import", str(table), home=tmp_path)
    assert (done.returncode, done.stdout) == (0, "Srota\nDiwali\n")
    assert "line 3" in done.stderr
    assert '"सरोटा|srota" = "Srota"' in (tmp_path / SETTINGS).read_text()
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "a.py").write_text("qwenModel = qwenModel(the_diwali, the_diwali, return_names, names)")
    done = run("terms", "import", str(tmp_path / "code"), "--most", "1", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "qwen\n", "")


def test_broken_settings_are_not_saved_over(tmp_path: Path) -> None:
    settings = tmp_path / SETTINGS
    settings.parent.mkdir(parents=True)
    settings.write_text("[rules]\nmax_terms = 'many'\n")
    done = run("terms", "add", "Srota", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "rules.max_terms" in done.stderr
    assert settings.read_text() == "[rules]\nmax_terms = 'many'\n"


def test_an_empty_pattern_in_the_settings_is_named(tmp_path: Path) -> None:
    settings = tmp_path / SETTINGS
    settings.parent.mkdir(parents=True)
    settings.write_text('[rules]\nreplacements = { "" = "x", "a" = "b" }\nterms = ["Srota"]\n')
    done = run("terms", "list", home=tmp_path)
    assert (done.returncode, done.stdout) == (0, "Srota\n")
    assert "empty pattern" in done.stderr
