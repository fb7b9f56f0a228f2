"""The People page: everybody sees who may do what; administrators change it, and every change is stored or refused in words."""

from domain.person import Role


def test_an_administrator_gives_a_role(visit, world, says) -> None:
    world.sign_in("Ana")
    ben = world.sign_in("Ben")
    world.sign_in("Ana")

    at = visit("people")
    assert "Who may do what?" in says(at)
    at.session_state[f"roles_{ben.id}_0"] = [Role.REVIEWER, Role.FACILITATOR]
    at.toggle(key=f"decides_{ben.id}_0").set_value(False).run()

    with world.deps.feedback.read() as unit:
        stored = unit.people.by_id(ben.id)
    assert stored is not None
    assert stored.roles == {Role.REVIEWER, Role.FACILITATOR}
    assert not stored.may_decide


def test_the_last_administrator_is_told_why_not(visit, world, says) -> None:
    ana = world.sign_in("Ana")

    at = visit("people")
    at.toggle(key=f"here_{ana.id}_0").set_value(False).run()

    # A widget of another name, since a browser keeps what was chosen in the old one.
    assert at.toggle(key=f"here_{ana.id}_1").value is True
    assert "Nobody would be left who may manage people" in says(at)
    with world.deps.feedback.read() as unit:
        assert unit.people.by_id(ana.id) == ana


def test_others_see_whom_to_ask_and_can_change_nothing(visit, world, says) -> None:
    world.sign_in("Ana")
    world.sign_in("Ben")

    at = visit("people")

    assert "Administrators change this. Here: Ana." in says(at)
    assert "reviewer, data scientist, facilitator, administrator" in says(at)
    assert [toggle.key for toggle in at.toggle if toggle.key.startswith(("decides", "here"))] == []
