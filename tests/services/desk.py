"""Ana and Ben answer predictions."""

import pytest

from domain.prediction import prediction_id
from domain.review import Answer, Review
from domain.run import Run
from services.record_review import GivenAnswer, record_review
from tests.services.shop import Shop


class Desk:
    """Ana and Ben before the published run."""

    def __init__(self, shop: Shop, run: Run) -> None:
        self.shop, self.run = shop, run
        self.ana, self.ben = shop.person("Ana"), shop.person("Ben", may_decide=False)
        self._tokens = 0

    def give(self, answer: Answer = Answer.DIFFERENT, *, row: int = 0, **changes: object) -> Review:
        self._tokens += 1
        given = {
            "token": f"t{self._tokens}",
            "prediction_id": prediction_id(self.run.id, row),
            "person_id": self.ana.id,
            "own_value": "12",
        }
        return record_review(self.shop.deps, GivenAnswer(answer=answer, **{**given, **changes}))  # type: ignore[arg-type]

    def stored(self, row: int = 0) -> tuple[Review, ...]:
        with self.shop.deps.feedback.read() as unit:
            return unit.reviews.for_prediction(self.run.id, row, include_superseded=True)


@pytest.fixture
def desk(published_shop: Shop, run: Run) -> Desk:
    return Desk(published_shop, run)
