"""`vouch sessions`: the list, and the check of a minutes file with its exit code."""

from pathlib import Path

from domain.run import Run
from services.close_session import Closing, close_session
from services.open_session import Meeting, open_session
from services.sign_in import sign_in_locally
from tests.cli.conftest import Vouch
from tests.services.shop import Shop


def test_sessions_are_listed_and_a_copy_of_the_minutes_is_checked(
    published_shop: Shop, run: Run, vouch: Vouch, tmp_path: Path
) -> None:
    assert "No session yet" in vouch("sessions", on=published_shop).out
    ana = sign_in_locally(published_shop.deps, "Ana")
    meeting = Meeting("s", "shop", "Friday", run.target_date, run.target_date)
    session = open_session(published_shop.deps, ana.id, meeting)
    minutes = close_session(published_shop.deps, ana.id, session.id, Closing("c"))
    listed = vouch("sessions", "shop", "--json", on=published_shop)
    assert (listed.code, listed.json["sessions"][0]["title"], listed.json["sessions"][0]["open"]) == (
        0,
        "Friday",
        False,
    )
    assert vouch("sessions", "nothing", on=published_shop).code == 2

    copy = tmp_path / "minutes.html"
    copy.write_text(minutes.html, encoding="utf-8", newline="")
    right = vouch("sessions", "--verify", str(copy), on=published_shop)
    assert (right.code, "Unchanged" in right.out, minutes.html_hash in right.out) == (0, True, True)
    copy.write_text(minutes.html.replace("Friday", "Monday"), encoding="utf-8", newline="")
    edited = vouch("sessions", "--verify", str(copy), "--json", on=published_shop)
    assert (edited.code, edited.json["verdict"], edited.json["recorded"]) == (1, "edited", minutes.html_hash)
