"""A reader that leaves early does not cut the work short."""

import subprocess
from collections.abc import Callable

import pytest

from tests.cli.answers import DAY, TRACE
from tests.services.shop import Shop


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_reader_that_leaves_early_does_not_cut_the_work_short(
    shop: Shop, start_vouch: Callable[..., subprocess.Popen[str]], more: tuple[str, ...]
) -> None:
    process = start_vouch(shop, "daily", "shop", *DAY, "--through", "2026-05-02", *more)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=120) == 0
    assert not TRACE.search(errors), errors
    assert "Error" not in errors
    assert list(shop.run_states().values()) == ["published", "published"]


def test_progress_that_nobody_reads_does_not_cut_the_work_short(
    shop: Shop, start_vouch: Callable[..., subprocess.Popen[str]]
) -> None:
    process = start_vouch(shop, "daily", "shop", *DAY)
    assert process.stderr is not None
    process.stderr.close()
    assert process.stdout is not None
    out = process.stdout.read()
    process.stdout.close()
    assert process.wait(timeout=120) == 0
    assert "published. 6 predictions" in out
