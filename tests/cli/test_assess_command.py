"""`vouch assess`: in words, as JSON, on one page; the exit code says whether the data is ready."""

from pathlib import Path

from tests.cli.conftest import Vouch
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop


def test_the_assessment_in_words_as_json_and_as_a_page(shop: Shop, vouch: Vouch, tmp_path: Path) -> None:
    page = tmp_path / "shop.html"
    as_json = vouch("assess", "shop", "--date", MORNING.isoformat(), "--html", str(page), "--json", on=shop)
    found = as_json.json
    assert as_json.code == (1 if found["fitness"] == "not ready" else 0)
    assert (found["use_case"], found["entities"], found["file"]) == ("shop", 6, str(page))
    assert [point["code"] for point in found["points"]][:3] == ["size", "span", "sparsity"]
    assert found["skill"]["days"] > 20
    html = page.read_text(encoding="utf-8")
    said = vouch("assess", "shop", "--date", MORNING.isoformat(), on=shop)
    assert said.code == as_json.code
    first, data, *points = said.out.splitlines()
    assert first.split(":")[0].lower() == found["fitness"]
    assert data in html
    assert len([line for line in points if line.startswith("  ") and not line.startswith("   ")]) == len(
        found["points"]
    )


def test_too_short_a_history_is_held_and_says_how_many_days_are_needed(shop: Shop, vouch: Vouch) -> None:
    said = vouch("assess", "shop", "--date", "2026-01-20", on=shop)
    assert said.code == 1
    assert "at least 30 are needed" in said.out


def test_a_page_that_cannot_be_written_is_refused_before_anything_is_read(
    shop: Shop, vouch: Vouch, tmp_path: Path
) -> None:
    for name in ("shop.txt", "nowhere/shop.html"):
        refused = vouch("assess", "shop", "--html", str(tmp_path / name), on=shop)
        assert (refused.code, refused.out) == (2, "")
