"""The recorder on a real PortAudio and a real PulseAudio, whose microphone the test speaks into."""

import re
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.audio import read_file
from srota_dictate.types import SAMPLE_RATE_HZ
from tests.desktop.microphone import VirtualMicrophone
from tests.recorder.driver import Child, similarity
from tests.segmenter.voices import spoken

SENTENCE = "कल सुबह office में meeting है, please laptop ले आना"

CLIP = SAMPLE_RATE_HZ * 5 // 4  # so much of it is enough where the words don't matter

pytestmark = pytest.mark.skipif(bool(VirtualMicrophone.missing_programs()), reason="PulseAudio is not installed")


def test_a_sentence_is_recorded_whole(child: Child, microphone: VirtualMicrophone) -> None:
    sentence = spoken(SENTENCE)
    child.tell("start 1")
    child.wait_for("started")
    microphone.play(sentence)
    child.tell("stop 1")
    segment = child.wait_for("segment")
    ended = child.wait_for("ended")
    assert ended["trouble"] is None
    assert ended["n"] == 1
    recorded = read_file(Path(ended["path"]))
    assert recorded.size == round(ended["audio_s"] * SAMPLE_RATE_HZ)
    alike, at_s = similarity(recorded, sentence)
    assert alike > 0.98, "no gap and nothing doubled"
    assert segment["start_s"] <= at_s
    assert segment["end_s"] >= at_s + sentence.size / SAMPLE_RATE_HZ


def test_a_new_take_while_the_first_one_ends_loses_nothing(child: Child, microphone: VirtualMicrophone) -> None:
    sentence = spoken(SENTENCE)
    child.tell("start 1")
    child.wait_for("started")
    player = microphone.play(sentence, wait=False)
    child.wait_for_sound()
    child.tell("stop 1")
    child.tell("start 2")
    first = child.wait_for("ended")
    assert child.wait_for("started")["take"] == 2
    player.wait()
    child.tell("stop 2")
    second = child.wait_for("ended")
    both = np.concatenate([read_file(Path(first["path"])), read_file(Path(second["path"]))])
    assert similarity(both, sentence)[0] > 0.98


def test_a_muted_microphone_says_so(child: Child, microphone: VirtualMicrophone) -> None:
    microphone.mute(True)
    try:
        child.tell("start 1")
        child.wait_for("started")
        microphone.play(spoken(SENTENCE)[:CLIP])
        child.tell("stop 1")
        ended = child.wait_for("ended")
    finally:
        microphone.mute(False)
    assert ended["n"] == 0
    assert ended["trouble"] == "The microphone is muted or sends silence"


def test_a_microphone_chosen_by_name_and_one_that_is_gone(child: Child, microphone: VirtualMicrophone) -> None:
    child.tell("microphones")
    names = [device["name"] for device in child.wait_for("microphones")["devices"]]
    assert {"default", "pulse", "spare"} <= set(names)
    child.tell("option device spare")
    child.tell("start 1")
    assert child.wait_for("started")["note"] == ""
    child.tell("cancel 1")
    child.wait_for("ended")
    child.tell("option device Headset of yesterday")
    child.tell("start 2")
    assert "Headset of yesterday" in child.wait_for("started")["note"]
    child.tell("cancel 2")
    child.wait_for("ended")


def test_a_chosen_microphone_that_cannot_be_opened_is_stood_in_for(tmp_path: Path) -> None:
    clip = spoken(SENTENCE)[:CLIP]
    with VirtualMicrophone() as microphone:
        microphone.add_device("headset", source="nowhere")
        child = Child(microphone, tmp_path)
        child.tell("microphones")
        assert "headset" in [device["name"] for device in child.wait_for("microphones")["devices"]]
        child.tell("option device headset")
        child.tell("start 1")
        assert child.wait_for("started")["note"] == ("The microphone “headset” can't be opened, so “default” is used")
        microphone.play(clip)
        child.tell("stop 1")
        ended, recorded = child.take(1)
        assert ended["trouble"] is None
        assert similarity(recorded, clip)[0] > 0.98
        microphone.kill_source()
        child.tell("start 2")
        failed = child.wait_for("failed", "started")
        assert failed["message"] == "The microphone “headset” can't be opened"
        assert failed["hint"]
        child.close()


def test_a_chosen_microphone_that_is_back_is_used_again(tmp_path: Path) -> None:
    clip = spoken(SENTENCE)[:CLIP]
    with VirtualMicrophone() as microphone:
        child = Child(microphone, tmp_path)
        child.tell("option warm after_take", "option device headset")
        child.tell("start 1")
        assert "“headset” is not connected" in child.wait_for("started")["note"]
        microphone.play(clip)
        child.tell("stop 1")
        _, recorded = child.take(1)
        assert similarity(recorded, clip)[0] > 0.98, "the one that is there was used instead"
        microphone.add_device("headset")
        child.tell("start 2")
        assert child.wait_for("started")["note"] == ""
        microphone.play(clip)
        child.tell("stop 2")
        _, recorded = child.take(2)
        assert similarity(recorded, clip)[0] > 0.98
        child.close()


def test_pulling_the_plug_keeps_what_was_said(tmp_path: Path) -> None:
    with VirtualMicrophone(rate_hz=44_100, channels=1) as microphone:
        child = Child(microphone, tmp_path)
        child.tell("start 1")
        child.wait_for("started")
        microphone.play(spoken(SENTENCE))
        microphone.kill_source()
        assert child.wait_for("segment")["speech_s"] > 1
        ended = child.wait_for("ended")
        assert "went away" in ended["trouble"]
        assert similarity(read_file(Path(ended["path"])), spoken(SENTENCE))[0] > 0.98
        child.tell("start 2")
        assert child.wait_for("started", "failed")["kind"] == "failed"
        microphone.restore_source()
        child.tell("start 3")
        assert child.wait_for("started", "failed")["kind"] == "started", "plugged in again, it works again"
        microphone.kill_server()
        # PortAudio says that the stream is over; or it says nothing more, and then hangs when it looks for microphones.
        assert re.search("went away|stopped sending", child.wait_for("ended")["trouble"])
        child.tell("start 4")
        failed = child.wait_for("failed")
        assert failed["message"] in ("No microphone was found", "The microphone “default” can't be opened")
        assert failed["hint"]
        microphone.restart_server()
        child.tell("start 5")
        assert child.wait_for("started", "failed")["kind"] == "started", "the sound server runs again, it works again"
        child.close()


@pytest.mark.parametrize(("rate_hz", "channels"), [(96_000, 2), (44_100, 1), (8_000, 1)])
def test_whatever_rate_the_sound_server_records_at(tmp_path: Path, rate_hz: int, channels: int) -> None:
    clip = spoken(SENTENCE)[:CLIP]
    with VirtualMicrophone(rate_hz, channels) as microphone:
        child = Child(microphone, tmp_path)
        child.tell("start 1")
        child.wait_for("started")
        microphone.play(clip)
        child.tell("stop 1")
        ended, recorded = child.take(1)
        child.close()
    assert ended["trouble"] is None
    alike, at_s = similarity(recorded, clip)
    # Half the speech's band is gone at 8 kHz, but a wrong pitch or a gap would leave nothing alike.
    assert alike > (0.98 if rate_hz > SAMPLE_RATE_HZ else 0.9)
    assert at_s + clip.size / SAMPLE_RATE_HZ <= recorded.size / SAMPLE_RATE_HZ, "whole"


def test_a_suspended_microphone_keeps_what_was_said(tmp_path: Path) -> None:
    clip = spoken(SENTENCE)[:CLIP]
    with VirtualMicrophone() as microphone:
        child = Child(microphone, tmp_path)
        child.tell("start 1")
        child.wait_for("started")
        microphone.play(clip)
        microphone.suspend(True)
        ended, recorded = child.take(1)
        assert "stopped sending sound" in ended["trouble"]
        assert ended["n"] == 1
        assert similarity(recorded, clip)[0] > 0.98
        assert microphone.n_listeners() == 0
        child.tell("start 2")
        failed = child.wait_for("failed", "started")
        assert failed["message"] == "The microphone sends nothing"
        assert failed["hint"]
        microphone.suspend(False)
        child.tell("start 3")
        child.wait_for("started")
        microphone.play(clip)
        child.tell("stop 3")
        ended, recorded = child.take(3)
        assert ended["trouble"] is None
        assert similarity(recorded, clip)[0] > 0.98, "awake again, it works again"
        child.close()


def test_a_take_goes_on_after_a_short_suspension(child: Child, microphone: VirtualMicrophone) -> None:
    clip = spoken(SENTENCE)[:CLIP]
    child.tell("option stall_timeout_s 60")  # so that no machine is too slow to wake it in time
    child.tell("start 1")
    child.wait_for("started")
    microphone.play(clip)
    microphone.suspend(True)
    microphone.suspend(False)
    microphone.play(clip)
    child.tell("stop 1")
    ended, recorded = child.take(1)
    assert ended["trouble"] is None
    alike, at_s = similarity(recorded, clip)
    assert alike > 0.98
    other = recorded.copy()
    other[round(at_s * SAMPLE_RATE_HZ) :][: clip.size] = 0
    assert similarity(other, clip)[0] > 0.98, "both times"


def test_two_microphones_do_not_hear_each_other(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    with VirtualMicrophone() as other:
        child = Child(other, tmp_path)
        child.tell("start 1")
        child.wait_for("started")
        assert (other.n_listeners(), microphone.n_listeners()) == (1, 0)
        microphone.play(spoken(SENTENCE)[:8000])
        child.tell("cancel 1")
        assert child.wait_for("ended")["n"] == 0
        child.close()
