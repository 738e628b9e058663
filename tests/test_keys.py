"""Every key is in the help, every key of the help does something, and all can be changed and are then shown so."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import _character_to_key

import gleaptui.panes
import gleaptui.screens
import gleaptui.widgets
from gleaptui import keys
from gleaptui.app import GleapApp
from gleaptui.config import ConfigError, Given, load
from gleaptui.keys import DEFAULTS, relabelled
from gleaptui.keys.check import KeysError, Written, checked
from gleaptui.keys.help import HELP
from gleaptui.keys.names import KeyNameError, canonical, for_textual
from gleaptui.keys.words import WORDS
from gleaptui.panes.pane import Pane
from gleaptui.screens.help import HelpScreen
from tests.demo_app import all_answered, demo_app, until

HELPED = {name for _, group in HELP for said in group for name in said.names}


@pytest.fixture(autouse=True)
def _usual_keys() -> Iterator[None]:
    yield
    keys.choose({})


def nodes() -> Iterator[type[DOMNode]]:
    """Every pane, screen and widget of ours, and the application."""
    yield GleapApp
    for package in (gleaptui.panes, gleaptui.screens, gleaptui.widgets):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            for found in vars(import_module(module.name)).values():
                if isinstance(found, type) and issubclass(found, DOMNode) and found.__module__ == module.name:
                    yield found


def bindings() -> list[tuple[type[DOMNode], Binding]]:
    return [(node, binding) for node in nodes() for binding in Binding.make_bindings(node.__dict__.get("BINDINGS", ()))]


def test_every_key_is_in_the_help_and_the_help_names_no_other() -> None:
    named = {binding.id for _, binding in bindings() if binding.id}
    assert named == set(DEFAULTS)
    assert named == HELPED
    others = {canonical(binding.key) for _, binding in bindings() if not binding.id and binding.description}
    assert others <= {key for every in DEFAULTS.values() for key in every}


def test_every_key_of_a_pane_is_in_the_palette() -> None:
    assert set(WORDS) == {
        name for name in DEFAULTS if "." in name and name.partition(".")[0] not in ("chooser", "wall")
    }


def test_every_hint_names_a_key_that_the_pane_has() -> None:
    for node in nodes():
        if issubclass(node, Pane):
            place = node.__name__.removesuffix("Pane").lower()
            here = [name for name in DEFAULTS if "." not in name or name.startswith(f"{place}.")]
            bound = {key for name in here for key in DEFAULTS[name]}
            for hint, _ in node.HINTS:
                assert {canonical(key) for key in hint.split()} <= bound, (node, hint)


def test_a_key_has_one_form_however_it_is_written() -> None:
    said = ["?", "question_mark", "esc", "shift+g", "ctrl+X", "F5", " ", ",", "ctrl+comma", "shift+ctrl+up"]
    assert [canonical(one) for one in said] == [
        "?",
        "?",
        "escape",
        "G",
        "ctrl+x",
        "f5",
        "space",
        ",",
        "ctrl+,",
        "ctrl+shift+up",
    ]
    for key in (key for every in DEFAULTS.values() for key in every):
        assert canonical(_character_to_key(key) if len(key) == 1 else key) == key
    assert for_textual("ctrl+,") == "ctrl+comma"


@given(st.text(max_size=12))
def test_anything_is_a_key_or_is_none(written: str) -> None:
    try:
        key = canonical(written)
    except KeyNameError:
        return
    assert canonical(key) == key


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"refrsh": "f5"}, "'refrsh' is no action"),
        ({"agents": {"refresh": "f5"}}, "'agents.refresh' is no action"),
        ({"refresh": "hyper+9"}, "refresh: 'hyper+9' is no key"),
        ({"refresh": []}, "refresh: give a key"),
        ({"refresh": "s"}, "'s' is used twice: for refresh and for agents.sort"),
        ({"refresh": "f5", "theme": ["T", "f5"]}, "'f5' is used twice"),
        ({"agents": {"sort": "b"}}, "'b' is used twice: for agents.sort and for agents.bars"),
        ({"down": "J"}, "'J' is used twice"),
    ],
)
def test_keys_that_cannot_be_used_are_refused_in_words(table: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(KeysError, match=said.replace("+", r"\+")):
        checked(table)


def test_two_actions_may_change_their_keys_and_places_may_share_one() -> None:
    assert checked({"agents": {"sort": "S", "reverse": "s"}}) == {"agents.sort": ("S",), "agents.reverse": ("s",)}
    assert checked({"heatmap": {"busiest": "s"}, "quit": "Q", "trends.span": "ctrl+w"})
    for name, usual in DEFAULTS.items():
        assert checked({name: list(usual)}) == {name: usual}


def test_the_settings_say_which_key_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[keys]\nrefresh = "f5"\n[keys.agents]\nsort = ["o", "O"]\n')
    assert load(Given(config=file), {}).keys == {"refresh": ("f5",), "agents.sort": ("o", "O")}
    file.write_text('[keys]\nrefresh = "q"\n')
    with pytest.raises(ConfigError, match=r"config\.toml: keys: 'q' is used twice: for refresh and for quit"):
        load(Given(config=file), {})


async def test_chosen_keys_work_and_are_shown_everywhere() -> None:
    written: Written = {
        "help": "f1",
        "pane_agents": "f3",
        "down": ["ctrl+n", "down"],
        "agents": {"sort": "o", "people": "x"},
        "heatmap": {"now": "e"},
        "events": {"earlier": "y"},
        "person": {"next": "m"},
    }
    chosen = checked(written)
    app = demo_app(keys=chosen)
    async with app.run_test(size=(160, 40)) as pilot:
        await all_answered(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: app.active == "Agents")
        assert relabelled("s S", "agents") == "o S"
        before = app._pane().liked.sort  # type: ignore[union-attr]
        await pilot.press("s")
        await pilot.pause()
        assert app._pane().liked.sort == before  # type: ignore[union-attr]
        await pilot.press("o", "ctrl+n")
        await pilot.pause()
        assert app._pane().liked.sort != before  # type: ignore[union-attr]
        said = "".join(segment.text for strip in app.screen._compositor.render_strips() for segment in strip)
        assert "o S sort" in said
        assert "f1 help" in said
        await pilot.press("question_mark")
        await pilot.pause()
        assert not isinstance(app.screen, HelpScreen)
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        said = "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())
        assert any("f1" in line and "this help" in line for line in said.splitlines())


def test_the_manual_names_every_action() -> None:
    manual = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    listed = manual.partition("The actions are:")[2].partition("While Gleap")[0]
    found: set[str] = set()
    for line in listed.replace("\n  ", " ").splitlines():
        head, *names = re.findall(r"`([^`]+)`", line) or [""]
        place = head.strip("[]").partition(".")[2]
        found |= {f"{place}.{name}" if place else name for name in names}
    assert found == set(DEFAULTS)


async def test_no_line_of_the_help_is_wrapped() -> None:
    app = demo_app()
    async with app.run_test(size=(80, 120)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        said = ["".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()]
        for line in (line for _, group in HELP for line in group):
            assert any(row.rstrip(" │").endswith(f"  {line.does}") for row in said), line
