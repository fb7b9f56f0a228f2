"""Whether the sources still give the very batch that was held: only that one was looked at and released."""

from domain.errors import ReleaseError
from domain.release import HELD_BATCH, Release
from services.dependencies import Dependencies


def refuse_another_batch(deps: Dependencies, release: Release, content_hash: str) -> None:
    """Refuse to publish anything else than what was released.

    Raises:
        ReleaseError: the content is another one.
    """
    with deps.feedback.read() as unit:
        held = unit.runs.by_id(release.run_id)
    if held is None or held.batch_hash != HELD_BATCH + content_hash:
        raise ReleaseError(release.run_id, "changed")
