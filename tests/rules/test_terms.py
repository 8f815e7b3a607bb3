"""Terms from files: what is good is used, what isn't is named, and nothing is lost."""

import os
from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.rules.options import RulesOptions
from srota_dictate.rules.terms import MOST_TERMS, read_terms, with_terms, without_terms


def file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    ["Srota\nगिट हब\n", "\ufeffSrota\r\n\r\n  गिट   हब  \r\nSrota\r\n", "Srota\nगिट हब".encode("utf-16")],
)
def test_a_text_has_one_a_line(content: str | bytes, tmp_path: Path) -> None:
    found = read_terms(file(tmp_path, "terms.txt", content))
    assert (found.terms, found.replacements, found.notices) == (("Srota", "गिट हब"), {}, ())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", 'Term,Replacement\nSrota\nसरोटा|srota,Srota\n"Doe, Jane"\n'),
        ("t.CSV", 'Srota;\nसरोटा|srota;Srota\n"Doe, Jane"\n'.replace('"Doe, Jane"', "Doe Jane")),
        ("t.tsv", "Srota\t\t\nसरोटा|srota\tSrota\tx\nDoe, Jane\n"),
    ],
)
def test_a_table_has_terms_and_what_is_written_for_them(name: str, content: str, tmp_path: Path) -> None:
    found = read_terms(file(tmp_path, name, content))
    assert [term.replace(",", "") for term in found.terms] == ["Srota", "Doe Jane"]
    assert found.replacements == {"सरोटा|srota": "Srota"}


def test_bad_lines_are_named_and_the_others_used(tmp_path: Path) -> None:
    found = read_terms(file(tmp_path, "t.txt", b"Srota\n\xff\xfe broken\n...\nDiwali\n" + b"x" * 61 + b"\na\x07b"))
    assert found.terms == ("Srota", "Diwali")
    (notice,) = found.notices
    assert "line 2, 3, 5, 6" in str(notice)
    found = read_terms(file(tmp_path, "t.csv", b"Srota\n,Missing\n\xff,x\nDiwali"))
    assert found.terms == ("Srota", "Diwali")
    assert "line 2, 3" in str(found.notices[0])


def test_of_many_bad_lines_the_first_are_named(tmp_path: Path) -> None:
    found = read_terms(file(tmp_path, "t.txt", "...\n" * 1000 + "Srota"))
    assert str(found.notices[0]).count(",") < 15
    assert "990 more" in str(found.notices[0])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", "", "no term"),
        ("binary.txt", b"\x7fELF\0\0\0", "no text"),
        ("random.txt", bytes(range(128, 256)) * 100, "no term"),
        ("open.csv", '"' + "x\n" * 100_000, "can't be understood"),
    ],
)
def test_a_file_that_is_no_list_is_told_in_a_sentence(
    name: str, content: str | bytes, told: str, tmp_path: Path
) -> None:
    with pytest.raises(UserFixableError, match=told):
        read_terms(file(tmp_path, name, content))


def test_what_is_no_file_too_large_or_unreadable_is_told(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as opened:
        opened.truncate(100_000_000)
    with pytest.raises(UserFixableError, match="larger than 5 MB"):
        read_terms(large)
    with pytest.raises(UserFixableError, match="is no file"):
        read_terms(tmp_path / "missing.txt")
    with pytest.raises(UserFixableError, match="is no file"):
        read_terms(Path("/dev/zero"))
    if os.getuid():  # root may read everything
        file(tmp_path, "mine.txt", "x").chmod(0)
        with pytest.raises(UserFixableError, match="can't be read"):
            read_terms(tmp_path / "mine.txt")


def test_adding_keeps_what_is_there() -> None:
    options = RulesOptions(terms=("Git", "Qt"), replacements={"a": "A"})
    more = with_terms(options, ["srota", "GIT", "Srota", "Diwali"], {"a": "x", "b": "B"})
    assert more.terms == ("Git", "Qt", "srota", "Diwali")
    assert more.replacements == {"a": "A", "b": "B"}
    with pytest.raises(UserFixableError, match="5,000 is the most"):
        with_terms(options, [f"term {n}" for n in range(MOST_TERMS)], {})


def test_removing_needs_all_of_them_to_be_there() -> None:
    options = RulesOptions(terms=("Git", "Qt", "Srota"))
    assert without_terms(options, ["GIT", "srota"]).terms == ("Qt",)
    with pytest.raises(UserFixableError, match='no term "nix"'):
        without_terms(options, ["Git", "nix"])
