"""The people of the simulated desk: agents with shifts and skills, teams, customers with companies and plans."""

from dataclasses import dataclass
from functools import lru_cache

from gleaptui.demo.kinds import BILLING, GENERAL, TECHNICAL

PROJECT = "a00000000000000000000001"
COMPANY = "Acme"


@dataclass(frozen=True, slots=True)
class Agent:
    """Who works at the desk. ``days`` are weekdays from Monday, 0; hours are of the desk's own zone."""

    first: str
    last: str
    email: str
    skills: tuple[int, ...]
    days: tuple[int, ...]
    begins: int
    ends: int
    pace: float = 1.0
    """How long this agent takes, compared with the others."""
    service: bool = False

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()


_WEEK = (0, 1, 2, 3, 4)

AGENTS = (
    Agent("Ada", "Quill", "ada@example.test", (TECHNICAL, GENERAL), _WEEK, 8, 16, 0.8),
    Agent("Bo", "Lindqvist", "bo@example.test", (BILLING, GENERAL), _WEEK, 9, 17, 1.1),
    Agent("Inês", "Łąkowska", "ines@example.test", (TECHNICAL, BILLING, GENERAL), (0, 1, 2, 3), 7, 16, 0.7),
    Agent("健二", "田中", "kenji@example.test", (TECHNICAL,), _WEEK, 11, 19, 1.0),
    Agent("Priya", "Raman", "priya@example.test", (BILLING, TECHNICAL, GENERAL), (1, 2, 3, 4, 5), 13, 21, 0.9),
    Agent("Tomasz", "Wren", "tomasz@example.test", (GENERAL, TECHNICAL), (2, 3, 4, 5, 6), 10, 18, 1.3),
    Agent("Marguerite", "Oyelaran", "marguerite@example.test", (BILLING, GENERAL), (0, 1, 2, 6), 9, 17, 1.6),
    Agent("Automation", "", "noreply-0000@example.test", (), (), 0, 0, service=True),
)
AUTOMATION = len(AGENTS) - 1
PEOPLE = AUTOMATION
"""How many of the agents are people; they come first."""

TEAMS = (
    ("Billing", tuple(i for i, agent in enumerate(AGENTS) if BILLING in agent.skills)),
    ("Technical support", tuple(i for i, agent in enumerate(AGENTS) if TECHNICAL in agent.skills)),
    ("First line", tuple(i for i, agent in enumerate(AGENTS) if GENERAL in agent.skills)),
)

PLANS = ("FREE", "STARTER", "PRO", "ENTERPRISE")


@dataclass(frozen=True, slots=True)
class Customer:
    """Who writes to the desk."""

    index: int
    first: str
    last: str
    email: str
    company: str
    plan: str
    phone: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


CUSTOMERS = 640

_FIRST_NAMES = (
    "Noor Elias Hannah Mateo Yuki Amara Jonas Leila Viktor Chiara Samuel Aiko Petra Diego Freya Omar Lucie Stefan "
    "Zanele Marco Ingrid Rahul Clara Nikolai Eva Kofi Sanne Julien Maryam Pavel Alma Hugo Soraya Anders Bianca Tariq "
    "Emilia Sven Noémie Kwame"
)
_LAST_NAMES = (
    "Vale Bergmann Costa Okafor Lindgren Moreau Haddad Novak Ferrari Tanaka Holm Silva Keller Dubois Eriksen Rossi "
    "Mensah Petrov Janssen Navarro Weiss Iyer Larsen Kovács Brandt Sato Fournier Almeida Nyberg Castillo Hartmann "
    "Demir Øster Lambert Suzuki Bauer Ribeiro"
)
_COMPANY_NAMES = (
    "Northwind Logistics,Harbour & Vine,Kestrel Analytics,Bluefin Travel,Oakline Dental,Meridian Freight,Papertrail,"
    "Lumen Studios,Granite Insurance,Tidewater Foods,Cobalt Health,Fernway Schools,Atlas Rentals,Juniper Retail,"
    "Redwood Legal,Solstice Energy,Pine & Partner,Quarry Software,Halcyon Hotels,Vector Mobility,Birchbank,Saltmarsh,"
    "Copper Kettle,Windrose Marine,Clearwater Clinics,Foxglove Media,Ironbridge Steel,Marlow Events,Nimbus Print,"
    "Orchard Fintech,Polar Cold Chain,Riverstone Homes,Sable Couture,Thistle & Co,Umber Ceramics,Willow Care"
)
_FIRST, _LAST, _COMPANIES = _FIRST_NAMES.split(), _LAST_NAMES.split(), _COMPANY_NAMES.split(",")


@lru_cache(maxsize=CUSTOMERS)
def customer(index: int) -> Customer:
    """The customer of that index, from 0 to ``CUSTOMERS`` - 1; always the same person."""
    first = _FIRST[index * 7 % len(_FIRST)]
    last = _LAST[(index * 11 + index // 40) % len(_LAST)]
    company = _COMPANIES[index * 13 % len(_COMPANIES)]
    plan = PLANS[(0, 1, 1, 2, 2, 2, 3, 1, 2, 0)[index * 13 % len(_COMPANIES) % 10]]
    host = "".join(letter for letter in company.lower() if letter.isascii() and letter.isalpha())
    local = _ascii(first.lower()) + (f".{_ascii(last.lower())}" if index % 3 else "")
    phone = f"+00 555 {index * 7919 % 10_000:04}" if index % 4 == 0 else ""
    return Customer(index, first, last, f"{local}@{host}.example.test", company, plan, phone)


def _ascii(text: str) -> str:
    table = str.maketrans("éáøüö", "eaouo")
    return "".join(letter for letter in text.translate(table) if letter.isascii())
