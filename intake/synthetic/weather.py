"""The weather of a day: a yearly wave, spells of a week or two, and chance."""

import math
from dataclasses import dataclass
from datetime import date

from intake.synthetic.noise import Stream, drift, generator
from intake.synthetic.recipe import Weather

YEAR = 365.25

SPELL_DAYS = 4
"""A spell changes its direction every four days at most, so that old weather still tells something."""

WETNESS_FROM_SPELL = 0.8
"""How much of the wetness comes from the spell, the rest being the day's own."""


@dataclass(frozen=True)
class WeatherDay:
    """Degrees Celsius and millimetres, rounded as a weather station reports them."""

    temperature: float
    rain_mm: float


def weather_on(climate: Weather, seed: int, day: date) -> WeatherDay:
    """The weather that really was on a day."""
    warm_spell, wet_spell = (float(level) for level in drift(seed, Stream.SPELLS, day, SPELL_DAYS, 2))
    chance = generator(seed, Stream.WEATHER, day.toordinal())
    wave = math.cos(2 * math.pi * (day.timetuple().tm_yday - climate.warmest) / YEAR)
    temperature = climate.mean + climate.swing * wave + climate.spell * warm_spell
    temperature += climate.daily * float(chance.standard_normal())
    own = math.sqrt(1 - WETNESS_FROM_SPELL**2) * float(chance.standard_normal())
    wetness = WETNESS_FROM_SPELL * wet_spell + own
    amount = climate.rain_mm * float(chance.standard_exponential())
    wet = 0.5 * math.erfc(wetness / math.sqrt(2)) < climate.wet_share
    return WeatherDay(round(temperature, 1), round(max(amount, 0.1), 1) if wet else 0.0)
