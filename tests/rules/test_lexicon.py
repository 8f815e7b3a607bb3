"""Lexicons and the person's own words: bad lines are named, the rest is used, nothing else in the file is touched."""

import stat
import unicodedata
from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.rules.lexicon import read_lexicon
from srota_dictate.rules.own_words import add_own_words, read_own_words, remove_own_word


def test_bad_lines_are_named_by_number_and_the_rest_is_used(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    lines = [
        b"# spellings",
        "नहीं\tnhi".encode(),
        "है hai".encode(),
        b"",
        b"\xff\xfe\tx",
        "दो शब्द\tdo shabd".encode(),
        "कम\t".encode(),
        "कम\ta\tb".encode(),
        "कम\tk\x07m".encode(),
        "हाँ\thaan\r".encode(),
        "नहीं\tnahi".encode(),
    ]
    path.write_bytes(b"\xef\xbb\xbf" + b"\n".join(lines))
    lexicon = read_lexicon(path)
    assert lexicon.words == {"नहीं": "nahi", "हाँ": "haan"}
    named = [str(trouble).split(" of ")[0] for trouble in lexicon.trouble]
    assert named == ["Line 3", "Line 5", "Line 6", "Line 7", "Line 8", "Line 9"]
    assert "कम" not in " ".join(map(str, lexicon.trouble))


def test_a_file_of_another_kind_is_not_named_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("no lexicon\n" * 1000)
    trouble = read_lexicon(path).trouble
    assert len(trouble) == 21
    assert "980 more lines" in str(trouble[-1])


def test_a_missing_file_is_trouble_unless_it_is_the_person_s(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    assert read_lexicon(path).trouble
    assert not read_own_words(path).trouble


def test_words_are_found_however_they_are_composed(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("\u095bरा\tzra\nGitHub\tगिटहब\n", encoding="utf-8")
    assert read_lexicon(path).words == {unicodedata.normalize("NFC", "\u095bरा"): "zra", "github": "गिटहब"}


def test_own_words_are_added_changed_and_removed(tmp_path: Path) -> None:
    path = tmp_path / "new" / "words.tsv"
    add_own_words(path, {"नहीं": "nhi", "GitHub": "गिटहब"})
    add_own_words(path, {" नहीं": "nahin ", "क्या": "kya"})
    assert read_own_words(path).words == {"नहीं": "nahin", "github": "गिटहब", "क्या": "kya"}
    remove_own_word(path, "github")
    assert read_own_words(path).words == {"नहीं": "nahin", "क्या": "kya"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["words.tsv"]


def test_comments_and_slips_survive_a_change(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_bytes("\ufeff# mine\nनहीं\tnhi\n".encode() + b"\xff\n")
    add_own_words(path, {"नहीं": "nahi"})
    assert path.read_bytes() == b"# mine\n\xff\n" + "नहीं\tnahi\n".encode()


@pytest.mark.parametrize(
    ("word", "spelling"), [("दो शब्द", "x"), ("", "x"), ("42", "x"), ("कम", ""), ("कम", "a\nb"), ("कम", "a\tb")]
)
def test_what_can_t_be_kept_is_refused_and_nothing_changes(tmp_path: Path, word: str, spelling: str) -> None:
    path = tmp_path / "words.tsv"
    with pytest.raises(UserFixableError):
        add_own_words(path, {"नहीं": "nhi", word: spelling})
    assert not path.exists()


def test_removing_what_isn_t_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserFixableError, match="no spelling of your own"):
        remove_own_word(tmp_path / "words.tsv", "नहीं")


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserFixableError, match="can't be changed"):
        add_own_words(tmp_path, {"नहीं": "nhi"})
