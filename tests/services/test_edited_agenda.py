"""A session is opened and edited by who may, once, and stays within what its agenda can hold."""

from domain.dispute import DisputeState
from services.promote_version import promote_version
from services.talk_about_prediction import Settlement, read_talk, settle_dispute
from services.train_version import train_version
from tests.services.made_up_shop import MORNING
from tests.services.meeting import Room


def fix_and_promote(room: Room, state: DisputeState = DisputeState.MODEL_FIX) -> None:
    """Settle the dispute, and let another version take over that learned what was said."""
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    settle_dispute(room.deps, room.ana.id, dispute.id, Settlement(room.token(), state, "We train again."))
    room.shop.redefine("trees: 12", "trees: 40")
    train_version(room.deps, room.shop.loaded, MORNING)
    promote_version(room.deps, room.shop.loaded, 2, "better", "Ana")
