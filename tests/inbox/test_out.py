"""What is started for the user is not told the key, and a ticket that cannot leave says why."""

import sys
import time
from pathlib import Path

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.out import Out, launch

TICKET = Ticket(id="b" * 24, number=7)


def out(folder: Path, **environment: str) -> Out:
    return Out("a" * 24, "UTC", lambda _sequence: None, environment=environment, platform="linux", folder=folder)


def test_a_program_that_is_started_is_not_told_the_key_and_not_waited_for(tmp_path: Path) -> None:
    place = tmp_path / "told"
    told = f"import os, time, sys; open({str(place)!r}, 'w').write(repr(dict(os.environ))); time.sleep(8)"
    began = time.monotonic()
    launch([sys.executable, "-c", told], {"GLEAP_TOKEN": "secret", "PATH": "/usr/bin:/bin", "DISPLAY": ":0"})
    assert time.monotonic() - began < 5
    deadline = time.monotonic() + 20
    while not (place.exists() and place.read_text().endswith("}")):
        assert time.monotonic() < deadline
    assert "':0'" in place.read_text()
    assert "secret" not in place.read_text()


def test_a_browser_that_is_not_there_leaves_the_link_on_the_screen(tmp_path: Path) -> None:
    said = out(tmp_path, DISPLAY=":0", PATH=str(tmp_path)).open(TICKET)
    assert "could not be started" in said.words
    assert said.words.endswith(f"/{TICKET.id}")


def test_a_number_that_is_not_known_is_not_copied(tmp_path: Path) -> None:
    written: list[str] = []
    said = Out("a" * 24, "UTC", written.append, folder=tmp_path).copy_number(Ticket(id="b" * 24))
    assert "not known" in said.words
    assert written == []


def test_a_file_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = out(tmp_path / "file" / "deeper").export("md", TICKET, (), complete=True)
    assert said.mood == "bad"
    assert "cannot be written to" in said.words
