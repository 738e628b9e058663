"""What is started for the user is not told the key, and a ticket that cannot leave says why."""

import sys
import time
from pathlib import Path

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.links import copy_sequence
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


def test_within_tmux_a_text_goes_by_way_of_tmux_which_is_not_told_the_key(tmp_path: Path) -> None:
    program, told, written = tmp_path / "tmux", tmp_path / "told", list[str]()
    program.write_text(f'#!/bin/sh\n{{ echo "$@"; env; cat; }} > {told}\n')
    program.chmod(0o755)
    environment = {"TMUX": "/run/tmux", "GLEAP_TOKEN": "secret", "PATH": f"{tmp_path}:/usr/bin:/bin"}
    said = Out("a" * 24, "UTC", written.append, environment=environment).copy_number(TICKET)
    assert (said.words, said.mood) == ("copied #7", "good")
    assert told.read_text().startswith("load-buffer -w -\n")
    assert told.read_text().endswith("#7")
    assert "secret" not in told.read_text()
    assert written == []


def test_a_tmux_that_does_not_take_it_may_pass_it_on(tmp_path: Path) -> None:
    written = list[str]()
    environment = {"TMUX": "/run/tmux", "PATH": str(tmp_path)}
    for answer in (None, "#!/bin/sh\nexit 1\n"):
        if answer is not None:
            (tmp_path / "tmux").write_text(answer)
            (tmp_path / "tmux").chmod(0o755)
        said = Out("a" * 24, "UTC", written.append, environment=environment).copy_number(TICKET)
        assert (said.words, said.mood) == ("copied #7, if tmux passes it on", "watch")
    assert written == [copy_sequence("#7", environment)] * 2


def test_a_file_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = out(tmp_path / "file" / "deeper").export("md", TICKET, (), complete=True)
    assert said.mood == "bad"
    assert "cannot be written to" in said.words
