"""What the stages of dictation say reaches the person in their language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import srota_dictate
from srota_dictate.app.notifier import loaded_message
from srota_dictate.app.said import said, said_fully, said_with_remedy
from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.app.texts_hi import HINDI
from srota_dictate.delivery import HeldBecause
from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.device import CudaProbe, choose_device, choose_processor, why_not_available
from srota_dictate.recognizer.trouble import CARD_BROKEN, OUT_OF_CARD_MEMORY
from srota_dictate.session.notices import about_card
from srota_dictate.settings import load
from srota_dictate.types import RecognizerPhase, RecognizerStatus

PACKAGE = Path(srota_dictate.__file__).parent
NO_MEMORY = "there was no memory left for CUDA graphs"
CARD = CudaProbe(built_in=True, available=True, bf16=True, name="RTX")
NAMES = {
    *("CUDA", "NVIDIA", "PyTorch", "RTX", "bf16", "f16", "f32", "graphs", "qwen-asr"),
    *("chat_template", "config.json", "rope_scaling"),
}
STAGES = (
    *("hotkey", "output", "session", "recorder", "segmenter", "recognizer", "rewriter", "rules", "history"),
    *(
        "portal.py",
        "desktop_session.py",
        "types.py",
        "delivery.py",
        "audio.py",
        "takes.py",
        "one_step_file.py",
        "assets.py",
    ),
    *("settings.py", "app/shelf.py"),
)
NOT_FOR_THE_PERSON = re.compile(
    "|".join(
        (
            # Words of other programs, and what the desktop's portal shows in its own dialogues
            r"\w*Hotkey \|",
            r"PortAudio (does|hangs)",
            r"Apple files promise",
            r"Ole Private Data",
            r".*: no answer after",
            r".* -m srota_dictate",
            r".* can't be read: run",
            r".*ydotool",
            r"(Dictate|Start and end|Drop|Write the|Take the|Show the) ",
            # In the log
            r".*%[sdr]",
            r".* of the last \d",
            r"\{\} in \{\}, ",
            r"The model can't be loaded$",
            r"The recogniser process hangs",
            r"The recogniser's client met an error",
            r"A (draft|status) of the recogniser couldn't be shown",
            r"The lighter voice detector is used",  # the window has words of its own for it, `doctor` these
            # On the command line: the window has words of its own for what a model is good for
            r"General Hinglish|Conversation and short|Technical explanations|The general model|Demonstration: ",
            # Between the processes, in the database, in reprs, and what a language model is told
            r"\{\} bytes follow",
            r"\{\} samples were announced",
            r"(SELECT|INSERT|UPDATE|DELETE|PRAGMA) ",
            r"(Change|Edit|Token)\(",
            r"You correct dictated",
        )
    )
)


def sentences() -> Iterator[str]:
    """All that begins like a sentence in the stages' code, with {} for what is put in."""
    for stage in STAGES:
        path = PACKAGE / stage
        for file in sorted(path.rglob("*.py")) if path.is_dir() else (path,):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            inner = {
                id(part)
                for node in ast.walk(tree)
                for part in ([node.value] if isinstance(node, ast.Expr) else getattr(node, "values", []))
            }
            for node in ast.walk(tree):
                if id(node) not in inner and (text := literal(node)) and re.match(r"([A-Z]|\{)\S* \S+ \S", text):
                    yield text


def literal(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(literal(part) or "{}" for part in parts)
        case _:
            return ""


def reasons_for_qwen_asr() -> Iterator[str]:
    """Why a model runs slower than it could: the middle of a sentence, so `sentences` has none of them."""
    for file in sorted((PACKAGE / "recognizer" / "fast").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "UnknownCheckpoint":
                yield literal(node.args[0])


def test_every_sentence_is_there_in_hindi() -> None:
    told = {text for text in sentences() if not NOT_FOR_THE_PERSON.match(text)}
    assert len(told) > 100
    assert sorted(text for text in told if said(HINDI, text) == text) == []


@pytest.mark.parametrize(
    "probe",
    [
        CARD,
        CudaProbe(built_in=True, available=True, name="RTX"),  # an old one, without bf16
        CudaProbe(built_in=False, available=False),
        CudaProbe(built_in=True, available=False),
        CudaProbe(built_in=True, available=False, why_not=why_not_available(["The NVIDIA driver is too old"])),
        CudaProbe(built_in=True, available=False, why_not="the graphics card doesn't answer"),
    ],
    ids=lambda probe: probe.trouble or probe.name,
)
@pytest.mark.parametrize("device", ["auto", "cpu"])
@pytest.mark.parametrize("precision", ["auto", "f32"])
def test_why_a_device_was_chosen(probe: CudaProbe, device: str, precision: str) -> None:
    choice = choose_device(device, precision, probe)
    assert english_in(choice.reason) == set()
    assert english_in(f"{choice.reason}; 8-bit weights are faster here") == set()


@pytest.mark.parametrize("trouble", [OUT_OF_CARD_MEMORY, CARD_BROKEN])
def test_why_the_processor_helps_out(trouble: str) -> None:
    assert english_in(choose_processor("auto", trouble).reason) == set()
    assert english_in(about_card(trouble).message) == set()


@pytest.mark.parametrize("why", [*reasons_for_qwen_asr(), "CUDA graphs can't be used", NO_MEMORY])
@pytest.mark.parametrize("how", ["slower", "run by qwen-asr", "run by qwen-asr, with full attention"])
def test_why_a_model_is_slower(how: str, why: str) -> None:
    assert english_in(f"{choose_device('auto', 'auto', CARD).reason}; {how}, because {why}") == set()


def test_where_a_loaded_model_runs() -> None:
    status = RecognizerStatus(RecognizerPhase.READY, "srota", device=choose_device("auto", "auto", CARD))
    assert loaded_message(HINDI, status, "Srota").text == "यह cuda पर चल रहा है: RTX मिला; मॉडल bf16 में ही सिखाया गया है"


def english_in(sentence: str) -> set[str]:
    """The English words that are left of it in Hindi, names and what stands in files aside."""
    return set(re.findall(r"[A-Za-z][\w.-]+", said(HINDI, sentence))) - NAMES


def test_where_a_settings_file_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[app\n", encoding="utf-8")
    notice = load(path).notice
    assert notice is not None
    assert ", पंक्ति 1, अक्षर 4), इसलिए डिफ़ॉल्ट चल रहे हैं। आपकी फ़ाइल" in said_with_remedy(HINDI, notice)


def test_what_is_wrong_and_its_remedy_stand_together() -> None:
    full = UserFixableError("The disk is too full for the model: 1.2 GB more are needed", "Check the name")
    assert said_with_remedy(ENGLISH, full) == str(full)
    assert said_with_remedy(HINDI, full) == "डिस्क पर मॉडल के लिए जगह नहीं है: 1.2 GB और चाहिए। नाम जाँचें।"


@pytest.mark.parametrize("why", HeldBecause)
def test_why_a_text_is_held(why: HeldBecause) -> None:
    assert said_fully(HINDI, why.value).endswith("।")
    assert said_fully(ENGLISH, why.value) == f"{why.value}."


def test_what_is_put_in_stays_or_is_said_itself() -> None:
    assert said(HINDI, "Another program already uses F9") == "F9: यह कुंजी कोई दूसरा प्रोग्राम पहले से लेता है"
    locked = said(HINDI, "The text is in the window, but Enter was not pressed: The screen is locked")
    assert locked == "पाठ विंडो में है, पर Enter नहीं दबाया गया: स्क्रीन लॉक है"
    assert said_fully(HINDI, "Nobody has translated this") == "Nobody has translated this."


def test_both_languages_put_in_the_same() -> None:
    assert [text for text, hindi in HINDI.said.items() if text.count("{}") != hindi.count("{}")] == []
