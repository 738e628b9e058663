"""Settings from the command line, the environment and a file, in this order, as one validated object."""

import contextlib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import platformdirs
from msgspec import Struct

from gleaptui import palette
from gleaptui.gleap.address import DEFAULT_BASE_URL, checked_url
from gleaptui.gleap.errors import InsecureUrl
from gleaptui.gleap.periods import NAMES as PERIODS
from gleaptui.gleap.periods import PeriodError, parse_range
from gleaptui.keys import Keymap
from gleaptui.keys.check import KeysError
from gleaptui.keys.check import checked as checked_keys
from gleaptui.secret import Secret
from gleaptui.targets import AlertOptions, Target, TargetError, checked_targets
from gleaptui.text import clean
from gleaptui.written import FLOORS, History, Intervals, Overview, Profile, Refresh, Wallboard

__all__ = ["DEFAULT_BASE_URL", "FLOORS", "History", "Intervals", "Overview", "Refresh", "Wallboard"]

PANES = ("overview", "trends", "agents", "heatmap", "events", "tickets")
_PROJECT = re.compile(r"[\w-]{1,64}", re.ASCII)


class ConfigError(Exception):
    """A setting that cannot be used. The text says which one, where it stands and what is expected."""


class File(Struct, frozen=True):
    """The whole file."""

    top: Profile = Profile()
    profiles: dict[str, Profile] = {}


class Settings(Struct, frozen=True, kw_only=True):
    """What the program runs with."""

    project: str = ""
    token: Secret = Secret("")
    base_url: str = DEFAULT_BASE_URL
    timezone: str = "UTC"
    period: str = "7d"
    theme: str = "dark"
    pane: str = "overview"
    demo: bool = False
    ca_bundle: Path | None = None
    refresh: Refresh = Refresh()
    history: History = History()
    targets: tuple[Target, ...] = ()
    alerts: AlertOptions = AlertOptions()
    wallboard: Wallboard = Wallboard()
    overview: Overview = Overview()
    keys: Keymap = {}
    """The keys that were chosen instead of the usual ones."""
    mouse: bool = True
    me: str = ""
    """The user's own e-mail address, as Gleap knows it."""
    views: tuple[Mapping[str, object], ...] = ()
    """The user's own views of the ticket list as they are written."""
    statuses: Mapping[str, str] = {}
    """Names for the project's own statuses, by their ids."""
    closed_statuses: tuple[str, ...] = ()
    """The ids among them that mean closed."""
    place: str = "config"
    """The file that the settings come from."""
    on_the_wall: bool = False
    """Whether the program starts as a wall screen."""


class Given(Struct, frozen=True, kw_only=True):
    """What was typed on the command line; None where nothing was."""

    config: Path | None = None
    profile: str | None = None
    period: str | None = None
    timezone: str | None = None
    theme: str | None = None
    pane: str | None = None
    demo: bool = False
    wallboard: bool = False
    mouse: bool | None = None


def default_path() -> Path:
    """Where the file is looked for."""
    return Path(platformdirs.user_config_dir("gleaptui", appauthor=False)) / "config.toml"


def load(given: Given, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in force. Raises `ConfigError`. With ``demo`` no credentials are read at all."""
    environment = os.environ if environment is None else environment
    profile, place = _profile(given)
    return Settings(
        project="" if given.demo else _project(environment, profile, place),
        token=Secret("" if given.demo else _variable(environment, "GLEAP_TOKEN", "GLEAP_API_KEY")),
        base_url=checked_base_url(
            *_first(_named(environment, "GLEAP_BASE_URL"), (profile.base_url, f"base_url in {place}"), DEFAULT_BASE_URL)
        ),
        timezone=checked_timezone(
            *_first((given.timezone, "--timezone"), (profile.timezone, f"timezone in {place}"), system_timezone())
        ),
        period=checked_period(*_first((given.period, "--period"), (profile.period, f"period in {place}"), "7d")),
        theme=one_of(palette.names(), *_first((given.theme, "--theme"), (profile.theme, f"theme in {place}"), "dark")),
        pane=one_of(PANES, *_first((given.pane, "--pane"), (profile.pane, f"pane in {place}"), PANES[0])),
        demo=given.demo,
        ca_bundle=Path(profile.ca_bundle).expanduser() if profile.ca_bundle else None,
        refresh=profile.refresh or Refresh(),
        history=profile.history or History(),
        targets=_targets(profile, place),
        alerts=profile.alerts or AlertOptions(),
        wallboard=profile.wallboard or Wallboard(),
        overview=profile.overview or Overview(),
        keys=_keys(profile, place),
        me=clean(profile.me or "", 200),
        views=profile.views or (),
        statuses=profile.statuses or {},
        closed_statuses=profile.closed_statuses or (),
        place=place,
        mouse=next((wanted for wanted in (given.mouse, profile.mouse) if wanted is not None), True),
        on_the_wall=given.wallboard,
    )


def _project(environment: Mapping[str, str], profile: Profile, place: str) -> str:
    variable = _variable(environment, "GLEAP_PROJECT", "GLEAP_PROJECT_ID")
    return checked_project(*(variable, "GLEAP_PROJECT") if variable else (profile.project or "", f"project in {place}"))


def _targets(profile: Profile, place: str) -> tuple[Target, ...]:
    try:
        return checked_targets(profile.targets or (), place)
    except TargetError as error:
        raise ConfigError(str(error)) from None


def _keys(profile: Profile, place: str) -> Keymap:
    try:
        return checked_keys(profile.keys or {})
    except KeysError as error:
        raise ConfigError(f"{place}: keys: {error}") from None


Named = tuple[str | None, str]


def _first(*candidates: Named | str) -> tuple[str, str]:
    """The first value that is there, with the name of the place it stands in."""
    for candidate in candidates:
        value, place = (candidate, "default") if isinstance(candidate, str) else candidate
        if value:
            return value, place
    raise AssertionError("a default is always there")


def _variable(environment: Mapping[str, str], *names: str) -> str:
    return next((value for name in names if (value := environment.get(name, "").strip())), "")


def _named(environment: Mapping[str, str], name: str) -> Named:
    return _variable(environment, name), name


def _profile(given: Given) -> tuple[Profile, str]:
    path = given.config or default_path()
    file = _read(path, must_exist=given.config is not None)
    if given.profile is None:
        return file.top, str(path)
    chosen = file.profiles.get(given.profile)
    if chosen is None:
        known = ", ".join(clean(name, 60) for name in file.profiles) or "none"
        raise ConfigError(f"{path} has no profile {clean(given.profile, 60)!r}; it has: {known}")
    values = {
        name: getattr(chosen, name) if getattr(chosen, name) is not None else getattr(file.top, name)
        for name in Profile.__struct_fields__
    }
    return Profile(**values), str(path)


def _read(path: Path, *, must_exist: bool) -> File:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if must_exist:
            raise ConfigError(f"{path} does not exist") from None
        return File()
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {clean(str(error), 200)}") from None
    _refuse_keys(raw, path)
    # Each profile by itself, because the path in an error does not name the key of a table of tables.
    tables = raw.pop("profiles", {})
    if not isinstance(tables, dict):
        raise ConfigError(f"{path}: profiles: expected tables such as [profiles.shop]")
    profiles = {name: _converted(table, path, f"profiles.{clean(name, 60)}") for name, table in tables.items()}
    return File(top=_converted(raw, path, ""), profiles=profiles)


def _converted(table: object, path: Path, place: str) -> Profile:
    try:
        return msgspec.convert(table, Profile)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {_explained(str(error), place)}") from None


def _refuse_keys(raw: dict[str, object], path: Path) -> None:
    tables: list[object] = [raw]
    profiles = raw.get("profiles")
    if isinstance(profiles, dict):
        tables += profiles.values()
    for table in tables:
        if isinstance(table, dict):
            for name in ("token", "api_key", "key", "api_token"):
                if name in table:
                    raise ConfigError(f"{path}: {name!r} does not belong in a file; set GLEAP_TOKEN in the environment")


def _explained(message: str, place: str) -> str:
    """msgspec's sentence with the key in front: ``refresh.intervals.events: expected `int`, got `str```."""
    text, _, inner = message.partition(" - at `$")
    key = ".".join(part for part in (place, inner.rstrip("`").lstrip(".")) if part)
    text = clean(text, 300)
    if text.startswith("Object contains unknown field"):
        unknown = text.partition("`")[2].rstrip("`")
        return f"unknown key {f'{key}.{unknown}' if key else unknown!r}"
    return f"{key}: {text[0].lower()}{text[1:]}" if key else text


def one_of(known: tuple[str, ...], value: str, place: str) -> str:
    """The value, if it is one of those. Raises `ConfigError` that lists them."""
    if value.lower() in known:
        return value.lower()
    raise ConfigError(f"{place}: {clean(value, 60)!r} is not known; choose one of {', '.join(known)}")


def checked_period(value: str, place: str) -> str:
    """The name of a period. Raises `ConfigError`."""
    if value in PERIODS:
        return value
    try:
        parse_range(value)
    except PeriodError as error:
        raise ConfigError(f"{place}: {clean(str(error), 300)}") from None
    return value


def checked_project(value: str, place: str) -> str:
    """An id that a project may have, or nothing. Raises `ConfigError`, which does not repeat it: by mistake it may be
    the key, and ids are shown and name files."""
    if value and not _PROJECT.fullmatch(value):
        raise ConfigError(
            f"{place}: this is no project's id, which has 24 hexadecimal characters and stands in the address of your "
            "Gleap dashboard; the key goes into GLEAP_TOKEN"
        )
    return value


def checked_timezone(value: str, place: str) -> str:
    """The name of an IANA zone. Raises `ConfigError`."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(f"{place}: {clean(value, 60)!r} is no time zone; use a name such as Europe/Paris") from None
    return value


def checked_base_url(value: str, place: str) -> str:
    """An https URL, or http on this machine, as the client wants it. Raises `ConfigError`."""
    try:
        return checked_url(value)
    except InsecureUrl:
        raise ConfigError(
            f"{place}: must begin with https:// (http:// only for this machine), with a host behind it, perhaps a "
            "port and a path, and no user, query or #"
        ) from None


def system_timezone() -> str:
    """The zone of this machine as an IANA name; UTC where it does not say."""
    candidates = [os.environ.get("TZ", "").lstrip(":")]
    with contextlib.suppress(OSError, UnicodeDecodeError):
        candidates.append(Path("/etc/timezone").read_text(encoding="utf-8").strip())
    candidates.insert(1, os.path.realpath("/etc/localtime").partition("zoneinfo/")[2])
    for name in candidates:
        if name:
            try:
                return checked_timezone(name, "")
            except ConfigError:
                continue
    return "UTC"
