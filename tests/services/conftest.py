"""The small shop, and the PostgreSQL of the storage tests, for the tests of services."""

from tests.feedback_db.conftest import postgres_server, postgres_template, postgres_url
from tests.services.desk import desk
from tests.services.kitchen import kitchen, kitchen_template
from tests.services.meeting import room
from tests.services.past_shop import past_shop, past_template
from tests.services.ready_files import elsewhere, elsewhere_template
from tests.services.shop import published_shop, published_template, run, shop, shop_template

__all__ = [
    "desk",
    "elsewhere",
    "elsewhere_template",
    "kitchen",
    "kitchen_template",
    "past_shop",
    "past_template",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "published_shop",
    "published_template",
    "room",
    "run",
    "shop",
    "shop_template",
]
