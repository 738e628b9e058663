"""The steps of a heatmap can be told apart by everybody, in every theme, and its totals never say too much."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui import palette
from gleaptui.gleap.models import Heatmap
from gleaptui.widgets.heatscale import MARKS, PEAK, STEPS, Scale, peak, peaks, total
from tests.figures import cells

THEMES = palette.names()
Colour = tuple[float, float, float]

SIGHTS: dict[str, tuple[Colour, Colour, Colour]] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
    "no cones": ((0.2126, 0.7152, 0.0722),) * 3,
}
"""What each kind of eye makes of linear red, green and blue (Machado, Oliveira and Fernandes 2009)."""


def linear(colour: str) -> Colour:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return red, green, blue


def luminance(colour: Colour) -> float:
    return sum(part * weight for part, weight in zip(colour, (0.2126, 0.7152, 0.0722), strict=True))


def lightness(colour: Colour) -> float:
    """CIE L*, in which equal steps look equal, from 0 to 100."""
    light = max(0.0, luminance(colour))
    return 116 * light ** (1 / 3) - 16 if light > 0.008856 else 903.3 * light


def seen(colour: str, sight: str) -> Colour:
    given = linear(colour)
    red, green, blue = (sum(weight * part for weight, part in zip(row, given, strict=True)) for row in SIGHTS[sight])
    return red, green, blue


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_each_step_is_lighter_than_the_last_or_each_darker_whatever_the_eyes(theme: str, sight: str) -> None:
    scale = [lightness(seen(colour, sight)) for colour in palette.read(theme).heat.scale]
    steps = [after - before for before, after in pairwise(scale)]
    assert all(step > 4 for step in steps) or all(step < -4 for step in steps), steps


@pytest.mark.parametrize("theme", THEMES)
def test_busier_stands_out_more_from_the_ground(theme: str) -> None:
    shown = palette.read(theme)
    ground = lightness(linear(shown.colors.background))
    distances = [abs(lightness(linear(colour)) - ground) for colour in shown.heat.scale]
    assert distances == sorted(distances)
    assert distances[0] > 1, "a zero is not the ground, which is what a missing cell shows"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("step", range(STEPS))
def test_a_number_can_be_read_on_its_colour(theme: str, step: int) -> None:
    heat = palette.read(theme).heat
    lower, higher = sorted(luminance(linear(colour)) for colour in (heat.scale[step], heat.text[step]))
    assert (higher + 0.05) / (lower + 0.05) >= 4.5


def test_each_step_has_an_ascii_mark_of_its_own_and_a_missing_cell_none_of_them() -> None:
    assert len(set(MARKS + PEAK)) == STEPS + 1
    assert MARKS.isascii()
    assert " " not in MARKS


def test_zero_has_a_step_of_its_own_and_the_highest_the_last() -> None:
    scale = Scale(70)
    assert [scale.step(value) for value in (0, 0.1, 10, 10.1, 60, 60.1, 70)] == [0, 1, 1, 2, 6, 7, 7]


def test_the_legend_names_the_values_of_each_step() -> None:
    assert Scale(30).ranges() == ("0", "1-4", "5-8", "9-12", "13-17", "18-21", "22-25", "26-30")
    assert Scale(3).ranges().count("") == 4


@given(st.integers(1, 5_000), st.integers(0, 5_000))
def test_the_legend_agrees_with_the_steps(highest: int, value: int) -> None:
    value = min(value, highest)
    scale = Scale(highest)
    named = scale.ranges()[scale.step(value)].replace("\u202f", "")
    first, _, last = named.partition("-")
    assert int(first) <= value <= int(last or first)


@given(st.floats(0, 1e15), st.floats(0, 1e15), st.floats(0, 1e15))
def test_more_is_never_a_lower_step(highest: float, one: float, other: float) -> None:
    scale = Scale(highest)
    assert scale.step(min(one, other)) <= scale.step(max(one, other))


def test_a_sum_over_unknown_cells_is_at_least_and_over_none_is_missing() -> None:
    assert str(total((1.0, None, 2.0))) == "≥3"
    assert str(total((None, None))) == "–"
    assert str(total((1.0, 2.0))) == "3"


def test_the_peak_is_the_first_of_the_highest() -> None:
    assert peak(Heatmap(cells=cells(1, d1h10=31, d4h9=31))) == (1, 10, 31)
    assert peak(Heatmap(cells=cells(0))) is None
    assert peak(Heatmap(cells=cells(None))) is None


def test_a_day_has_the_peaks_that_are_alike_and_none_where_nothing_happened() -> None:
    row = cells(2, d0h9=8.0, d0h14=8.0, d0h3=None)[0]
    assert peaks(row) == (9, 14)
    assert peaks((0.0,) * 24) == peaks((None,) * 24) == ()
