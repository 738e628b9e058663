"""What each view asks the server for, and that it shows exactly the tickets it names."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from gleaptui.gleap.models import Customer, Person, Ticket
from gleaptui.inbox.compiling import Compiled, Project, compiled, dated
from gleaptui.inbox.filters import Filter, FilterError, Vocabulary, parse
from gleaptui.inbox.people import person
from gleaptui.inbox.saved import SavedView
from gleaptui.inbox.views import VIEWS, checked_views, saved
from gleaptui.inbox.waiting import waiting_since, waits
from tests.demo.site import NOW
from tests.inbox.desk import ANNA, MORNING, VOCABULARY, demo_client, everything, matching, ticket

BOB = Person(id="a0000000000000000000000c", name="Bob Ng", email="bob@example.test")
INES = Person(id="a0000000000000000000000d", name="Inês Łąkowska", email="ines@example.test")
OTHER_ANNA = Person(id="a0000000000000000000000e", name="Anna Berg", email="berg@example.test")
PROJECT = Project(vocabulary=VOCABULARY, me="ada@example.test", people=(ANNA, BOB, INES))
ALWAYS = {"sort", "skip", "limit", "ignoreArchived", "archived", "isSpam"}
STATUSES = ("OPEN", "INPROGRESS", "cz0aa")


ADA = Person(id="a0000000000000000000000b", name="Ada Quill", email="ada@example.test")
WITH_ADA = Project(vocabulary=VOCABULARY, me="ada@example.test", people=(ADA, INES))


def view(name: str, project: Project = PROJECT) -> Compiled:
    return compiled(VIEWS[name].filter, project)


def ask(line: str, project: Project = PROJECT) -> Compiled:
    return compiled(parse(line, project.vocabulary), project)


def sent(found: Compiled) -> dict[str, str]:
    return dict(found.question.pairs(0, 1))


MEANING: dict[str, Callable[[Ticket], bool]] = {
    "open": lambda one: one.status in STATUSES and not one.archived,
    "unassigned": lambda one: one.status in STATUSES and not one.archived and one.assignee is None,
    "mine": lambda one: (
        one.status in STATUSES
        and not one.archived
        and one.assignee is not None
        and one.assignee.email == "ada@example.test"
    ),
    "breached": lambda one: one.status in STATUSES and not one.archived and one.sla_breached is True,
    "waiting": lambda one: one.status in STATUSES and not one.archived and waits(one),
    "closed": lambda one: one.status == "DONE" and not one.archived,
    "archived": lambda one: one.archived,
    "all": lambda one: True,
}


def test_every_view_has_a_meaning() -> None:
    assert MEANING.keys() == VIEWS.keys()


@pytest.mark.parametrize("name", list(VIEWS))
async def test_a_view_shows_the_tickets_that_it_names_and_no_others(name: str) -> None:
    async with demo_client() as client:
        project = structs.replace(PROJECT, people=await client.people())
        found = await matching(client, view(name, project))
        wanted = {one.id for one in everything() if not one.spam and MEANING[name](one)}
    assert {one.id for one in found} == wanted
    assert len(found) == len(wanted) > 0


LINES: dict[str, Callable[[Ticket], bool]] = {
    "type:bug,crash archived:both": lambda one: one.type in ("BUG", "CRASH"),
    "prio:high status:done": lambda one: one.priority == "HIGH" and one.status == "DONE" and not one.archived,
    'status:"waiting for engineering"': lambda one: one.status == "cz0aa" and not one.archived,
    "#vip #billing archived:both": lambda one: {"vip", "billing"} <= set(one.tags),
    "#VIP archived:both": lambda one: "vip" in one.tags,
    "@nobody archived:both": lambda one: one.assignee is None,
    "@quill archived:both": lambda one: one.assignee is not None and one.assignee.name == "Ada Quill",
    "@lakowska archived:both": lambda one: one.assignee is not None and one.assignee.email == "ines@example.test",
    "created:3d archived:both": lambda one: one.created_at is not None and one.created_at >= NOW - timedelta(days=3),
    "created:>3d archived:both": lambda one: one.created_at is not None and one.created_at < NOW - timedelta(days=3),
    "updated:..5d archived:both": lambda one: one.updated_at is not None and one.updated_at < NOW - timedelta(days=5),
    "sla:kept archived:both": lambda one: one.sla_breached is False,
    "is:unanswered archived:both": lambda one: one.has_agent_reply is False,
    "invoice archived:both": lambda one: "invoice" in one.title.lower() or _of_customer(one, "invoice"),
    "noor archived:both": lambda one: _of_customer(one, "noor") or "noor" in one.title.lower(),
}


def _of_customer(one: Ticket, word: str) -> bool:
    who = one.customer or Customer()
    return any(word in part.lower() for part in (who.name, who.email, who.company))


@pytest.mark.parametrize("line", list(LINES))
async def test_a_line_shows_the_tickets_that_it_means_and_no_others(line: str) -> None:
    async with demo_client() as client:
        tags = frozenset(tag for one in everything() for tag in one.tags)
        project = structs.replace(PROJECT, people=await client.people(), tags=tags)
        found = await matching(client, ask(line, project))
        wanted = {one.id for one in everything() if not one.spam and LINES[line](one)}
    assert {one.id for one in found} == wanted
    assert wanted


async def test_a_number_asks_for_that_ticket() -> None:
    async with demo_client() as client:
        some = next(one for one in everything() if not one.spam and one.number)
        found = await matching(client, ask(f"#{some.number} archived:both"))
    assert [one.id for one in found] == [some.id]


@pytest.mark.parametrize("name", list(VIEWS))
def test_order_archive_and_spam_are_always_said(name: str) -> None:
    asked = sent(view(name, WITH_ADA))
    assert asked.keys() >= ALWAYS
    assert asked["archived"] == {"archived": "true", "all": "false,true"}.get(name, "false")
    assert asked["isSpam"] == "false"


@given(st.sampled_from([*LINES, *(f"sort:{word}" for word in ("oldest", "waiting", "message", "priority"))]))
def test_only_parameters_that_are_known_are_ever_sent(line: str) -> None:
    known = {"type", "status", "priority", "processingUser", "tags", "bugId", "slaBreached", "hasAgentReply"}
    known |= {f"{field}{end}" for field in ("createdAt", "updatedAt") for end in "<>"}
    assert sent(ask(line, WITH_ADA)).keys() <= ALWAYS | known


def test_open_names_the_statuses_it_knows_and_says_so() -> None:
    project = structs.replace(
        PROJECT, vocabulary=structs.replace(VOCABULARY, aliases={"won't fix": "wf1", "w": "cz0aa"})
    )
    assert sent(view("open", project))["status"] == "OPEN,INPROGRESS,wf1,cz0aa"
    closed = structs.replace(project, closed_statuses=frozenset({"wf1"}))
    assert sent(view("open", closed))["status"] == "OPEN,INPROGRESS,cz0aa"
    assert "statuses of your own" in view("open").note


def test_what_is_told_apart_here_is_said() -> None:
    assert view("open").partly_here == ""
    assert view("open").keep is None
    assert view("unassigned").partly_here == "told apart here: unassigned"
    assert ask("sla:late export #a #b").partly_here == "told apart here: tags, words"


@pytest.mark.parametrize(
    ("line", "parameter", "value", "name", "fits"),
    [
        ("sla:late", "slaBreached", "true", "SLA", ticket(sla_breached=True)),
        ("sla:kept", "slaBreached", "false", "SLA", ticket(sla_breached=False)),
        ("is:unanswered", "hasAgentReply", "false", "unanswered", ticket(has_agent_reply=False)),
        ("#vip", "tags", "vip", "tags", ticket(tags=("vip",))),
    ],
)
def test_what_was_never_seen_to_work_is_asked_for_until_it_is_doubted(
    line: str, parameter: str, value: str, name: str, fits: Ticket
) -> None:
    asked = ask(line)
    assert sent(asked)[parameter] == value
    assert asked.keep is None
    assert asked.unproven[parameter](fits)
    assert not asked.unproven[parameter](ticket())
    doubted = ask(line, structs.replace(PROJECT, doubted=frozenset({parameter})))
    assert parameter not in sent(doubted)
    assert doubted.keep is not None
    assert doubted.keep(fits)
    assert not doubted.keep(ticket())
    assert not doubted.unproven
    assert doubted.partly_here == f"told apart here: {name}"


def test_where_gleap_gives_archived_tickets_by_themselves_only_they_are_left_out_and_that_is_said() -> None:
    assert view("all").note == "archived ones too"
    doubted = view("all", structs.replace(PROJECT, doubted=frozenset({"archived"})))
    assert sent(doubted)["archived"] == "false"
    assert doubted.note == "without archived ones, which Gleap may give by themselves only"


def test_who_waits_is_asked_for_by_creation_and_sorted_here_by_the_waiting() -> None:
    for asked in (view("waiting"), ask("sort:waiting")):
        assert sent(asked)["sort"] == "createdAt"
        assert sent(asked)["status"] == "OPEN,INPROGRESS,cz0aa"
        assert asked.order == "waiting"
        assert asked.since is waiting_since
        assert asked.keep is not None
        assert not asked.keep(ticket(latest_author="agent"))
    assert sent(ask("sort:waiting status:open"))["status"] == "OPEN"
    assert (view("open").order, view("open").since) == ("newest", None)


def test_spans_of_time_are_of_the_moment_at_which_it_is_asked() -> None:
    wanted = parse("created:today updated:>7d", VOCABULARY)
    later = structs.replace(VOCABULARY, now=NOW + timedelta(days=3))
    asked = dated(compiled(wanted, PROJECT).question, wanted, later)
    afresh = compiled(parse("created:today updated:>7d", later), structs.replace(PROJECT, vocabulary=later))
    assert asked == afresh.question
    assert asked.created_from is not None
    assert asked.created_from > NOW


@pytest.mark.parametrize("value", ["2fa,login", "1042", "true", "/x/", "2026-09-01"])
def test_a_tag_that_would_be_taken_for_something_else_is_told_apart_here(value: str) -> None:
    found = ask(f'tag:"{value}"')
    assert "tags" not in sent(found)
    assert found.keep is not None
    assert found.keep(ticket(tags=("x", value)))
    assert not found.keep(ticket(tags=("x",)))


def test_a_tag_is_sent_as_tickets_have_it() -> None:
    assert sent(ask("#VIP"))["tags"] == "VIP"
    assert sent(ask("#VIP", structs.replace(PROJECT, tags=frozenset({"vip"}))))["tags"] == "vip"
    both = ask("#vip", structs.replace(PROJECT, tags=frozenset({"vip", "VIP"})))
    assert "tags" not in sent(both)
    assert both.keep is not None
    assert both.keep(ticket(tags=("VIP",)))


def test_a_status_that_looks_like_a_number_is_told_apart_here() -> None:
    found = ask("status:1234")
    assert "status" not in sent(found)
    assert found.keep is not None
    assert found.keep(ticket(status="1234"))
    assert not found.keep(ticket(status="OPEN"))


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("anna", ANNA),
        ("KOWALSKA", ANNA),
        ("bob@example.test", BOB),
        ("ines", INES),
        ("łąk", INES),
        ("Ng", BOB),
        (BOB.id, BOB),
    ],
)
def test_a_person_is_meant_by_any_part_of_the_name(name: str, who: Person) -> None:
    assert person(name, PROJECT.people) == who


def test_a_whole_name_means_its_bearer_and_nobody_else() -> None:
    anna = Person(id="a0000000000000000000000f", name="Anna", email="anna.b@example.test")
    assert person("anna", (ANNA, anna)) == anna


def test_who_may_be_several_or_nobody_is_not_guessed() -> None:
    with pytest.raises(FilterError, match=r"@anna may be Anna Kowalska .* or Anna Berg"):
        person("anna", (ANNA, OTHER_ANNA))
    with pytest.raises(FilterError, match="nobody in the project is called 'zoe'"):
        person("zoe", PROJECT.people)
    with pytest.raises(FilterError, match="nobody in the project"):
        person("anna", (structs.replace(ANNA, id=""),))


def test_mine_needs_to_know_who_i_am() -> None:
    with pytest.raises(FilterError, match="set me ="):
        view("mine", structs.replace(PROJECT, me=""))
    with pytest.raises(FilterError, match=r"me: nobody in the project is called 'ada@example.test'"):
        view("mine")
    assert sent(view("mine", structs.replace(PROJECT, me="ANNA@example.test")))["processingUser"] == ANNA.id


def test_while_the_members_are_not_known_a_person_is_told_apart_here() -> None:
    found = view("mine", structs.replace(PROJECT, people=()))
    assert "processingUser" not in sent(found)
    assert found.keep is not None
    assert found.keep(ticket(assignee=Person(id="x", name="Ada Quill", email="Ada@example.test")))
    assert not found.keep(ticket(assignee=ANNA))
    assert not found.keep(ticket())
    assert not found.certain
    assert "tickets may be missing" in found.note
    assert view("unassigned", structs.replace(PROJECT, people=())).certain


def test_two_numbers_are_refused() -> None:
    with pytest.raises(FilterError, match="one number"):
        ask("#1 #2")


SAVED = SavedView(
    name="My bugs", type="bug", status=("open", "cz0aa"), priority="high", assignee="me", tag="vip", created="7d"
)


def test_a_saved_view_means_what_its_line_would() -> None:
    line = "type:bug status:open,cz0aa prio:high @me #vip created:7d"
    assert saved(SAVED, VOCABULARY).filter == parse(line, VOCABULARY)
    assert saved(SavedView(name="x", filter=line), VOCABULARY).filter == parse(line, VOCABULARY)
    assert saved(SAVED, VOCABULARY).needs_me


def test_the_fields_of_a_saved_view_count_instead_of_its_line() -> None:
    view = SavedView(
        name="x", filter="type:bug #vip sort:oldest", type=("crash",), tag="new", archived="both", sla="kept"
    )
    assert saved(view, VOCABULARY).filter == Filter(
        types=("CRASH",), tags=("vip", "new"), sort="createdAt", archived=None, sla_breached=False
    )


def test_an_empty_saved_view_shows_all_that_is_not_archived() -> None:
    assert saved(SavedView(name="x"), VOCABULARY).filter == Filter()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"created": "soon"}, "created:soon is not a time"),
        ({"status": "opn"}, "did you mean status:open"),
        ({"priority": "urgent"}, "choose one of low"),
        ({"sla": "late?"}, "choose one of breached, kept"),
        ({"sort": "random"}, "choose one of newest"),
        ({"archived": "maybe"}, "choose one of no, yes, both"),
        ({"filter": "typ:bug"}, "typ: is not a filter"),
        ({"name": ""}, "name: expected"),
        ({"name": "x" * 41}, "name: expected"),
        ({"name": "a\x1bb"}, "name: expected"),
        ({"name": "Mine"}, "always there"),
        ({"name": "SLA Breached"}, "always there"),
        ({"name": "bugs"}, "already"),
    ],
)
def test_a_saved_view_that_cannot_be_used_is_named_with_its_place(changes: dict[str, str], told: str) -> None:
    views = [SavedView(name="Bugs"), SavedView(**({"name": "other"} | changes))]
    with pytest.raises(FilterError) as raised:
        checked_views(views, "config.toml")
    assert str(raised.value).startswith("config.toml: views[2]: ")
    assert told in str(raised.value)
    assert str(raised.value).isprintable()


def test_views_that_can_be_used_are_kept_in_their_order() -> None:
    views = (SAVED, SavedView(name="Engineering", status="waiting for engineering"))
    assert checked_views(views, "config.toml", VOCABULARY.aliases) == views


def test_who_waits_is_told_by_the_last_word() -> None:
    assert waits(ticket(latest_author="customer", has_agent_reply=True))
    assert waits(ticket())
    assert not waits(ticket(latest_author="agent", has_agent_reply=True))
    for closed in ({"status": "DONE"}, {"archived": True}, {"spam": True}, {"snoozed": True}):
        assert not waits(ticket(latest_author="customer", **closed))


def test_the_waiting_begins_with_the_ticket_or_the_last_message() -> None:
    answered = ticket(latest_author="customer", has_agent_reply=True)
    assert waiting_since(answered) == MORNING + timedelta(hours=2)
    assert waiting_since(ticket(has_agent_reply=False)) == MORNING
    assert waiting_since(ticket(latest_author="agent", has_agent_reply=True)) is None
    assert waiting_since(structs.replace(answered, last_notification=None)) is None


def test_the_desk_says_who_wrote_last() -> None:
    assert {"customer", "agent"} <= {one.latest_author for one in everything()}


def test_an_unknown_vocabulary_still_understands_gleaps_own_words() -> None:
    assert parse("status:done type:feature", Vocabulary(now=NOW)) == Filter(
        statuses=("DONE",), types=("FEATURE_REQUEST",)
    )


def test_a_tag_that_was_never_seen_comes_with_a_word_on_its_spelling() -> None:
    assert "#VIP as it is written" in ask("#VIP").note
    assert ask("#VIP", structs.replace(PROJECT, tags=frozenset({"vip"}))).note == ""
