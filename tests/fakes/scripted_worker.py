"""A FAKE recogniser process: no model, does what its script says; for deaths and hangs at exact moments.

Started as `python scripted_worker.py SCRIPT ADDRESS`. SCRIPT is a JSON file: a list of behaviours, the first process
takes the first, and so on; the last one is for all that follow. Speaks the real protocol. "card exits
with 5 on request 1" has a graphics card and ends like this unless it is told to leave it alone. "take time" is one
that needs a moment for everything, as a model does, and answers with the name of the sound it was given.
"""

import json
import os
import signal
import sys
import threading
import zlib
from collections.abc import Callable
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Final, cast

from srota_dictate.recognizer import protocol
from srota_dictate.recognizer.guards import prepare
from srota_dictate.types import Samples

MOMENT_S: Final = 0.2


def name_of(samples: Samples) -> str:
    """A word that no other sound has; none for silence, about which nobody is asked."""
    audio = prepare(samples)
    return "" if audio is None else f"s{zlib.crc32(audio.tobytes()):08x}"


def take_behaviour(script: Path) -> str:
    """This process's behaviour; notes start and process id in files beside the script."""
    with script.with_suffix(".pids").open("a") as pids:
        pids.write(f"{os.getpid()}\n")
    starts = script.with_suffix(".starts")
    started = int(starts.read_text()) if starts.exists() else 0
    starts.write_text(str(started + 1))
    behaviours = cast("list[str]", json.loads(script.read_text()))
    return behaviours[min(started, len(behaviours) - 1)]


def hang() -> None:
    threading.Event().wait()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    behaviour = take_behaviour(Path(sys.argv[1]))
    if behaviour == "exit before connecting":
        sys.exit(1)
    if behaviour == "never connect":
        hang()
    connection = Client(sys.argv[2], authkey=bytes.fromhex(sys.stdin.readline().strip()))
    answered = 0
    on_card = False

    def say(reply: protocol.Reply) -> None:
        connection.send_bytes(protocol.encode(reply))

    takes_time = behaviour == "take time"
    deeds: dict[str, Callable[[], None]] = {
        "die": die,
        "hang": hang,
        "talk nonsense": lambda: connection.send_bytes(b"nonsense"),
    }
    while True:
        request, samples = protocol.decode_request(_receive(connection))
        match request:
            case protocol.Load():
                say(protocol.Loading("pretending", 0.5))
                if takes_time:
                    threading.Event().wait(MOMENT_S)
                if behaviour == "fail to load":
                    say(protocol.LoadFailed("The model is out of sorts", "Try another"))
                elif behaviour.endswith(" on load"):
                    deeds[behaviour.removesuffix(" on load")]()
                else:
                    on_card = behaviour.startswith("card ") and not request.card_trouble
                    say(protocol.Ready("cuda" if on_card else "cpu", "f32", "it is a fake", request.card_trouble))
                    if behaviour == "die when ready":
                        die()
            case protocol.Transcribe(number):
                assert samples is not None
                if behaviour.endswith(f" on request {answered + 1}") and not behaviour.startswith("card "):
                    deeds[behaviour.removesuffix(f" on request {answered + 1}")]()
                if on_card and behaviour.endswith(f" on request {answered + 1}"):
                    if behaviour.startswith("card hangs"):
                        hang()
                    os._exit(int(behaviour.split()[3]))
                if behaviour.startswith("exit with "):
                    os._exit(int(behaviour.split()[2]))
                if behaviour == "refuse":
                    say(protocol.Refused(number, "Nobody can hear this", "Speak up"))
                    continue
                if behaviour == "wait for a stop":
                    continue
                if takes_time:
                    threading.Event().wait(MOMENT_S)
                    say(protocol.Heard(number, name_of(samples), 1, MOMENT_S))
                    continue
                answered += 1
                if behaviour == "say the context":
                    say(protocol.Heard(number, request.context, 1, 0.01))
                    continue
                prefix = f"{number}: " if behaviour == "obey and number" else ""
                say(protocol.Heard(number, f"{prefix}{samples.size} samples", 3, 0.01))
                if behaviour == f"die after answer {answered}":
                    die()
            case protocol.Preview(key):
                if behaviour.endswith(" on preview"):
                    deeds[behaviour.removesuffix(" on preview")]()
                say(protocol.Drafted(key))
            case protocol.Forget() | protocol.Wake():
                pass
            case protocol.Stop(number):
                say(protocol.Stopped(number))
            case protocol.Ping(number):
                say(protocol.Pong(number))
            case protocol.Shutdown():
                return


def _receive(connection: "Connection[bytes, bytes]") -> bytes:
    try:
        return connection.recv_bytes()
    except EOFError:
        sys.exit(0)


if __name__ == "__main__":
    main()
