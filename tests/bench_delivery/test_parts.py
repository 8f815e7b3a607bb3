"""The bench's parts that need no desktop, and a small sample of it on one."""

import pytest

from srota_dictate.delivery import DeliveryStatus
from tests.bench_delivery.bench import Bench, layout_arguments
from tests.bench_delivery.cells import LAYOUTS, Cell, cells
from tests.bench_delivery.kept import run_kept
from tests.bench_delivery.matrix import MatrixFound, Outcome, run_matrix
from tests.bench_delivery.report import Found, as_json, markdown
from tests.bench_delivery.takes import run_takes
from tests.bench_delivery.targets import PROGRAMS, QtEdit, Xterm
from tests.bench_delivery.texts import TextSet, text_sets
from tests.desktop.display import missing_programs


def test_the_texts_are_what_they_are_called() -> None:
    texts = {text.name: text for text in text_sets()}
    assert len(texts["Hinglish"].whole) == 500
    assert len(texts["long"].whole) == 100_000
    assert len(texts["random"].parts) == len(set(texts["random"].parts)) == 200
    assert {"\u200c", "\u200d"} <= set(texts["joiners"].whole)
    assert {"\n", "\t"} <= set(texts["line breaks"].whole)
    assert text_sets() == text_sets()


def test_every_combination_is_tried_and_copyq_starts_once() -> None:
    found = cells(list(PROGRAMS), text_sets(quick=True))
    keys = {(cell.target, cell.text.name, cell.layout, cell.copyq, cell.slow) for cell in found}
    assert len(keys) == len(found) == 7 * 8 * 4 * 2 * 2
    assert [cell.copyq for cell in found] == sorted(cell.copyq for cell in found)


def test_a_target_gets_every_random_text() -> None:
    random_texts = next(text for text in text_sets() if text.name == "random")
    found = cells(list(PROGRAMS), [random_texts, random_texts])
    given = [part for cell in found if cell.target == "xterm" for part in cell.text.parts]
    assert sorted(given) == sorted(random_texts.parts * 2)


def test_layout_words() -> None:
    assert layout_arguments("us") == ["-layout", "us", "-variant", "", "-option", ""]
    assert layout_arguments("us(dvorak)") == ["-layout", "us", "-variant", "dvorak", "-option", ""]


def test_the_report_names_what_was_wrong() -> None:
    cell = Cell("gedit", TextSet("Hinglish", ("नमस्ते",)), LAYOUTS[0], copyq=True, slow=False)
    outcomes = [
        Outcome(cell, frozenset({DeliveryStatus.DELIVERED}), 1, ""),
        Outcome(cell, frozenset({DeliveryStatus.UNCONFIRMED}), 1, "0 characters for 6"),
    ]
    found = Found(["CopyQ"], MatrixFound(outcomes, 0))
    report = markdown(found, "the command")
    assert "1 of 2 cells exact" in report
    assert "- gedit, Hinglish, us, with CopyQ, at once: unconfirmed; 0 characters for 6" in report
    assert "नमस्ते" not in str(as_json(found, "the command"))


@pytest.mark.skipif(bool(missing_programs()), reason="a virtual desktop needs more programs")
def test_a_sample() -> None:
    said: list[str] = []
    targets = [QtEdit.name, "mousepad", Xterm.name]
    with Bench(said.append) as bench:
        tried = [cell for cell in cells(targets, text_sets(quick=True)) if not cell.copyq and cell.layout == "ru"]
        found = run_matrix(bench, [cell for cell in tried if not cell.slow])
        assert [outcome for outcome in found.outcomes if not outcome.is_exact] == []
        kept = run_kept(bench, "html", 5)
        assert (kept.n_same, kept.n_delivered) == (5, 5)
        kept = run_kept(bench, "50 MB image", 1)
        assert (kept.n_same, kept.n_delivered) == (1, 1)
        takes = run_takes(bench, 20)
        assert (takes.n_delivered, takes.n_key_stuck, takes.n_exact) == (20, 0, 2)
    assert said == []
