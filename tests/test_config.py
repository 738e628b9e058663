"""Settings: the command line beats the environment, the environment beats the file; what is wrong is named."""

from pathlib import Path

import pytest

from gleaptui.cli import main
from gleaptui.config import ConfigError, Given, load, system_timezone
from gleaptui.inbox.settings import inbox_of

ENVIRONMENT = {"GLEAP_TOKEN": "the-key", "GLEAP_PROJECT": "a00000000000000000000001"}


def _file(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_without_anything_the_defaults_hold() -> None:
    settings = load(Given(), {})
    assert (settings.period, settings.theme, settings.pane) == ("7d", "dark", "overview")
    assert settings.base_url == "https://api.gleap.io/v3"
    assert settings.refresh.requests_per_minute == 120
    intervals = settings.refresh.intervals
    assert (intervals.overview, intervals.trends, intervals.agents) == (30, 300, 60)
    assert (intervals.heatmap, intervals.events, intervals.tickets) == (600, 8, 20)
    assert not settings.token


def test_the_command_line_beats_the_environment_and_that_beats_the_file(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        'project = "fromfile"\nbase_url = "https://file.example.test/v3"\nperiod = "30d"\ntheme = "light"\n',
    )
    settings = load(
        Given(config=path, period="today"), {**ENVIRONMENT, "GLEAP_BASE_URL": "https://environment.example.test/v3/"}
    )
    assert settings.project == ENVIRONMENT["GLEAP_PROJECT"]
    assert settings.base_url == "https://environment.example.test/v3"
    assert settings.period == "today"
    assert settings.theme == "light"


@pytest.mark.parametrize(
    ("token", "project"), [("GLEAP_TOKEN", "GLEAP_PROJECT"), ("GLEAP_API_KEY", "GLEAP_PROJECT_ID")]
)
def test_both_names_of_the_credentials_are_read_and_white_space_around_them_is_dropped(
    token: str, project: str
) -> None:
    settings = load(Given(), {token: " the-key\n", project: " p "})
    assert settings.token.reveal() == "the-key"
    assert settings.project == "p"


def test_the_demo_reads_no_credentials() -> None:
    settings = load(Given(demo=True), ENVIRONMENT)
    assert not settings.token
    assert not settings.project


def test_a_profile_overrides_the_top_of_the_file(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        'project = "one"\ntheme = "light"\n[profiles.shop]\nproject = "two"\n[profiles.shop.refresh]\n'
        "requests_per_minute = 60\n",
    )
    settings = load(Given(config=path, profile="shop"), {})
    assert (settings.project, settings.theme) == ("two", "light")
    assert settings.refresh.requests_per_minute == 60


def test_an_unknown_profile_is_refused_and_the_known_ones_are_named(tmp_path: Path) -> None:
    path = _file(tmp_path, '[profiles.shop]\nproject = "two"\n')
    with pytest.raises(ConfigError, match=r"no profile 'shpo'; it has: shop"):
        load(Given(config=path, profile="shpo"), {})


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("perod = 'today'", "perod"),
        ("[refresh]\nrequests = 3", "refresh.requests"),
        ("[refresh.intervals]\nevents = 'often'", "refresh.intervals.events"),
        ("[refresh]\nrequests_per_minute = 0", "refresh.requests_per_minute"),
        ("[profiles.shop]\ncolour = 1", "profiles.shop.colour"),
        ("theme = 3", "theme"),
    ],
)
def test_an_unknown_or_ill_typed_key_is_named(tmp_path: Path, content: str, named: str) -> None:
    path = _file(tmp_path, content)
    with pytest.raises(ConfigError) as caught:
        load(Given(config=path), {})
    assert named in str(caught.value)
    assert str(path) in str(caught.value)


def test_an_interval_below_its_floor_is_refused_and_nought_means_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[refresh.intervals]\nheatmap = 20\n")
    with pytest.raises(ConfigError, match="heatmap: at least 60 seconds, or 0"):
        load(Given(config=file), {})
    file.write_text("[refresh.intervals]\nheatmap = 0\n")
    assert load(Given(config=file), {}).refresh.intervals.heatmap == 0


def test_a_key_in_the_file_is_refused_without_repeating_it(tmp_path: Path) -> None:
    path = _file(tmp_path, 'token = "planted-key"')
    with pytest.raises(ConfigError, match="GLEAP_TOKEN") as caught:
        load(Given(config=path), {})
    assert "planted-key" not in str(caught.value)


@pytest.mark.parametrize("typed", ["eyJhbGciOiJIUzI1.eyJleHAiOjF9.c2ln", "two words", "\udcff", "é", "a/b", "a" * 65])
def test_what_cannot_be_a_project_is_refused_without_repeating_it_as_it_may_be_the_key(
    tmp_path: Path, typed: str
) -> None:
    with pytest.raises(ConfigError, match=r"GLEAP_PROJECT: .* GLEAP_TOKEN") as caught:
        load(Given(), {**ENVIRONMENT, "GLEAP_PROJECT": typed})
    assert typed not in str(caught.value)
    if typed.isprintable():
        with pytest.raises(ConfigError, match="project in "):
            load(Given(config=_file(tmp_path, f"project = '{typed}'")), {})
    assert load(Given(demo=True), {"GLEAP_PROJECT": typed}).project == ""


@pytest.mark.parametrize(
    "content", ["theme = 'no-such'", "pane = 'nowhere'", "period = 'soon'", "timezone = 'Mars/Base'", "not toml ="]
)
def test_values_that_mean_nothing_are_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(ConfigError):
        load(Given(config=_file(tmp_path, content)), {})


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist"):
        load(Given(config=tmp_path / "none.toml"), {})


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.test",
        "https://user:pass@example.test",
        "https://example.test/?key=1",
        "https://example.test/v3#x",
        "https://example.test:99999/v3",
        "ftp://example.test",
        "x",
    ],
)
def test_an_address_that_would_give_the_key_away_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="GLEAP_BASE_URL"):
        load(Given(), {**ENVIRONMENT, "GLEAP_BASE_URL": url})


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/v3", "http://localhost:8000", "https://api.example.test/v3"])
def test_this_machine_may_be_asked_without_https(url: str) -> None:
    assert load(Given(), {"GLEAP_BASE_URL": url}).base_url == url


def test_an_address_is_one_setting_however_it_is_written() -> None:
    assert load(Given(), {"GLEAP_BASE_URL": "HTTPS://API.Gleap.io/v3/"}) == load(Given(), {})


def test_the_zone_of_the_machine_comes_from_tz(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert system_timezone() == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "Nowhere/Land")
    assert system_timezone() != "Nowhere/Land"


def test_the_manual_s_settings_can_be_used(tmp_path: Path) -> None:
    manual = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    path = _file(tmp_path, manual.partition("```toml\n")[2].partition("```")[0])
    settings = load(Given(config=path), {})
    found = inbox_of(settings)
    assert settings.me == found.me == "anna@example.com"
    assert [view.name for view in found.views] == ["Urgent bugs", "VIP, a week without an answer"]
    assert found.aliases == {"waiting for engineering": "cz0aa", "won't fix": "wf1aa"}
    assert found.closed == {"wf1aa"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("me = 3", "me: expected"),
        ("views = 3", "views: expected"),
        ('statuses = ["x"]', "statuses: expected"),
        ('me = "anna"', "me: expected an e-mail address"),
        ('[[views]]\nname = "Mine"', "always there"),
        ('[[views]]\nname = "x"\ncolour = "red"', "views[1]"),
        ('[statuses]\n"no id" = "waiting"', "a status is a short id"),
        ('closed_statuses = ["wf1"]', "'wf1' is no id that [statuses] names"),
    ],
)
def test_what_is_wrong_about_tickets_ends_the_start_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    path = _file(tmp_path, content)
    assert main(["--demo", "--config", str(path)]) == 78
    told = capsys.readouterr().err
    assert said in told
    assert str(path) in told


def test_a_wall_without_panes_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, "[wallboard]\npanes = []\n")
    with pytest.raises(ConfigError, match=r"wallboard\.panes: .*length >= 1"):
        load(Given(config=path), {})
