"""The People page: for administrators only, and every change is stored or refused in words."""

from domain.person import Role


def test_an_administrator_gives_a_role(visit, world, says) -> None:
    world.sign_in("Ana")
    ben = world.sign_in("Ben")
    world.sign_in("Ana")

    at = visit("people")
    assert "Who may do what?" in says(at)
    at.session_state[f"roles_{ben.id}"] = [Role.REVIEWER, Role.FACILITATOR]
    at.toggle(key=f"decides_{ben.id}").set_value(False).run()

    with world.deps.feedback.read() as unit:
        stored = unit.people.by_id(ben.id)
    assert stored is not None
    assert stored.roles == {Role.REVIEWER, Role.FACILITATOR}
    assert not stored.may_decide


def test_the_last_administrator_is_told_why_not(visit, world, says) -> None:
    ana = world.sign_in("Ana")

    at = visit("people")
    at.toggle(key=f"here_{ana.id}").set_value(False).run()

    assert "Nobody would be left who may manage people" in says(at)
    with world.deps.feedback.read() as unit:
        assert unit.people.by_id(ana.id) == ana


def test_others_are_told_that_it_is_not_open_to_them(visit, world, says) -> None:
    world.sign_in("Ana")
    world.sign_in("Ben")

    words = says(visit("people"))

    assert "Not allowed" in words
    assert "is here" not in words
