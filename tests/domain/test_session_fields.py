"""Fields that several people change: nothing is overwritten unseen, and a choice ends a conflict."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.agenda import RESOLVED_SHARE, Verdict, judge, judge_class, share_out
from domain.session import ItemKind
from domain.session_fields import Entry, Field, fields_of

AT = datetime(2026, 11, 20, tzinfo=UTC)


def entry(number: int, value: str, *based_on: int, name: str = "what") -> Entry:
    return Entry(number, "action:1", name, {"text": value}, based_on, 1, "Ana", AT)


def field(*entries: Entry) -> Field:
    return fields_of(entries)["action:1", "what"]


def test_a_change_replaces_what_its_author_saw() -> None:
    now = field(entry(1, "first"), entry(2, "second", 1))
    assert (now.value, now.seen, now.in_conflict) == ({"text": "second"}, (2,), False)


def test_two_changes_of_the_same_value_are_two_versions_until_one_is_chosen() -> None:
    both = (entry(1, "first"), entry(2, "Ana's", 1), entry(3, "Ben's", 1))
    assert [head.value["text"] for head in field(*both).heads] == ["Ana's", "Ben's"]
    assert field(*both).in_conflict
    chosen = field(*both, entry(4, "Ana's", *field(*both).seen))
    assert (chosen.value, chosen.in_conflict) == ({"text": "Ana's"}, False)


def test_two_people_who_write_the_same_agree() -> None:
    assert not field(entry(1, "first"), entry(2, "same", 1), entry(3, "same", 1)).in_conflict


def test_who_changes_one_version_leaves_the_other() -> None:
    now = field(entry(1, "a"), entry(2, "b", 1), entry(3, "c", 1), entry(4, "d", 3))
    assert [head.id for head in now.heads] == [2, 4]


@given(st.lists(st.tuples(st.sets(st.integers(1, 8)), st.sampled_from("abc")), min_size=1, max_size=8))
def test_every_value_stays_or_was_replaced_by_somebody_who_saw_it(changes) -> None:
    entries = [
        entry(number, value, *(old for old in seen if old < number)) for number, (seen, value) in enumerate(changes, 1)
    ]
    heads = {head.id for head in field(*entries).heads}
    replaced = {old for item in entries for old in item.based_on}
    assert heads | replaced == {item.id for item in entries}
    assert heads.isdisjoint(replaced)
    resolved = field(*entries, entry(9, "chosen", *sorted(heads)))
    assert resolved.seen == (9,)


@given(st.lists(st.sampled_from(list(ItemKind)), min_size=1, max_size=30), st.integers(1, 120))
def test_the_shares_of_the_timebox_keep_to_it(kinds, minutes) -> None:
    shares = share_out(tuple(kinds), minutes)
    assert min(shares) >= 1
    assert sum(shares) <= max(minutes, len(kinds))


@pytest.mark.parametrize(
    ("was", "right", "now", "verdict"),
    [
        (52, 45, 46, Verdict.RESOLVED),
        (52, 45, 45, Verdict.RESOLVED),
        (52, 45, 49, Verdict.BETTER),
        (52, 45, 52, Verdict.UNCHANGED),
        (52, 45, 38, Verdict.UNCHANGED),
        (52, 45, 60, Verdict.WORSE),
        (45, 45, 46, Verdict.WORSE),
    ],
)
def test_a_fix_is_judged_by_what_is_left_of_the_distance(was, right, now, verdict) -> None:
    assert judge(was, right, now) is verdict


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_the_verdict_follows_the_share_that_is_left(was, right, now) -> None:
    before, after = abs(was - right), abs(now - right)
    verdict = judge(was, right, now)
    assert (verdict is Verdict.RESOLVED) == (after <= RESOLVED_SHARE * before)
    assert (verdict is Verdict.WORSE) == (after > before)


def test_a_class_is_right_or_it_is_not() -> None:
    assert judge_class("no", "yes", "yes") is Verdict.RESOLVED
    assert judge_class("no", "yes", "maybe") is Verdict.UNCHANGED
    assert judge_class("yes", "yes", "no") is Verdict.WORSE
