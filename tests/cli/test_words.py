"""`srota-dictate words`, with the real command."""

from pathlib import Path

from tests.cli.command import run


def test_added_imported_listed_and_removed(tmp_path: Path) -> None:
    added = run("words", "add", "नहीं", "nhi", home=tmp_path)
    assert (added.returncode, added.stdout) == (0, "नहीं is now written nhi\n"), added.stderr
    file = tmp_path / "given.tsv"
    file.write_text("है\th\nkya\nक्या\tkya\n", encoding="utf-8")
    imported = run("words", "import", str(file), home=tmp_path)
    assert (imported.returncode, imported.stdout) == (0, "Spellings taken over: 2\n"), imported.stderr
    assert imported.stderr.startswith(f"Line 2 of {file} ")
    assert imported.stderr.count("\n") == 1
    removed = run("words", "remove", "है", home=tmp_path)
    assert removed.returncode == 0, removed.stderr
    listed = run("words", "list", home=tmp_path)
    assert (listed.returncode, listed.stdout, listed.stderr) == (0, "क्या\tkya\nनहीं\tnhi\n", "")


def test_what_can_t_be_done_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.tsv").touch()
    for words in (
        ("add", "दो शब्द", "x"),
        ("remove", "नहीं"),
        ("import", "nowhere.tsv"),
        ("import", f"{tmp_path}/empty.tsv"),
    ):
        failed = run("words", *words, home=tmp_path)
        assert (failed.returncode, failed.stdout) == (1, ""), words
        assert "Traceback" not in failed.stderr
