"""Disputes in words."""

from domain.dispute import Dispute, DisputeState, DisputeStep
from presentation.words.catalogue import marked, text

STATES = {
    DisputeState.OPEN: marked("open"),
    DisputeState.EXPLAINED: marked("explained"),
    DisputeState.DATA_FIX: marked("data fix"),
    DisputeState.MODEL_FIX: marked("model fix"),
    DisputeState.RULE_ADDED: marked("rule added"),
    DisputeState.ACCEPTED: marked("accepted"),
    DisputeState.WITHDRAWN: marked("withdrawn"),
}


def state_word(state: DisputeState) -> str:
    """A state as it stands on a chip."""
    return text(STATES[state])


def step_text(step: DisputeStep) -> str:
    """Who did what, as the head of a step."""
    words = {"person": step.person, "version": "" if step.version is None else str(step.version)}
    if step.state is DisputeState.OPEN:
        return text("{person} would decide differently", **words)
    if step.state is DisputeState.WITHDRAWN:
        return text("{person} agrees by now", **words)
    state = state_word(step.state)
    if step.version is not None:
        return text("{person}: {state}, see model {version}", state=state, **words)
    return text("{person}: {state}", state=state, **words)


def dispute_text(dispute: Dispute) -> str:
    """A dispute with where it stands: "Ben's dispute: explained"."""
    return text("Dispute of {author}: {state}", author=dispute.author, state=state_word(dispute.state))
