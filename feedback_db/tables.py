"""The SQL classes. Closed sets are stored by value, entities as text, everything that grows with a use case as JSON.

What a person said is never edited: a later answer points back with `supersedes_id`.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, Text, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from feedback_db.base import Base


class PersonRow(Base):
    """Somebody who looks at predictions. `name_key` is the name without its case, so that Anna and anna are one.

    `roles` are separated by commas, in alphabetical order.
    """

    __tablename__ = "people"
    __table_args__ = (
        Index(
            "ux_people_local", "is_local", unique=True, sqlite_where=text("is_local"), postgresql_where=text("is_local")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    may_decide: Mapped[bool]
    is_local: Mapped[bool]
    created_at: Mapped[datetime]
    roles: Mapped[str] = mapped_column(server_default="reviewer")
    shares_value_added: Mapped[bool] = mapped_column(server_default=false())
    active: Mapped[bool] = mapped_column(server_default=true())


class UseCaseRow(Base):
    """A use case as its file was last read."""

    __tablename__ = "use_cases"

    name: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    synthetic: Mapped[bool]
    definition: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    path: Mapped[str]
    registered_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class VersionRow(Base):
    """A trained model; at most one champion per use case."""

    __tablename__ = "versions"
    __table_args__ = (
        Index(
            "ux_versions_champion",
            "use_case",
            unique=True,
            sqlite_where=text("state = 'champion'"),
            postgresql_where=text("state = 'champion'"),
        ),
    )

    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(16))
    location: Mapped[str]
    file_hash: Mapped[str]
    metrics: Mapped[dict[str, Any]]
    data_from: Mapped[date]
    data_through: Mapped[date]
    created_at: Mapped[datetime]
    promoted_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)


class RunRow(Base):
    """One batch scored by one version; at most one published run per use case and run date."""

    __tablename__ = "runs"
    __table_args__ = (
        ForeignKeyConstraint(["use_case", "version"], ["versions.use_case", "versions.number"]),
        Index(
            "ux_runs_published",
            "use_case",
            "run_date",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        Index(None, "use_case", "target_date", "state"),
        Index(None, "use_case", "run_date", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    run_date: Mapped[date]
    target_date: Mapped[date]
    version: Mapped[int | None]
    batch_hash: Mapped[str]
    state: Mapped[str] = mapped_column(String(16))
    verdict: Mapped[str | None] = mapped_column(String(32))
    row_count: Mapped[int]
    data_through: Mapped[date | None]
    location: Mapped[str]
    file_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    supersedes: Mapped[str | None] = mapped_column(ForeignKey("runs.id"))
    duration_seconds: Mapped[float | None]


class FindingRow(Base):
    """What the gate or the cleaning found in the batch of a run, in the order in which it was found."""

    __tablename__ = "findings"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str]
    severity: Mapped[str] = mapped_column(String(16))
    source: Mapped[str]
    column: Mapped[str | None]
    count: Mapped[int]
    action: Mapped[str] = mapped_column(String(16))
    detail: Mapped[dict[str, Any]]
    examples: Mapped[list[Any]]


class ReviewRow(Base):
    """One answer of one person, with what was on the screen.

    The two unique indexes on `supersedes_id` keep the answers of a person on a prediction one unbroken chain: one
    first answer, and no answer superseded twice. `may_decide` is the right the person had when answering, `bulk_id` the
    bulk action that the answer belongs to. Which answers count is defined in `feedback_db.latest_answers`.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        Index(
            "ux_reviews_first_answer",
            "run_id",
            "row",
            "person_id",
            unique=True,
            sqlite_where=text("supersedes_id IS NULL"),
            postgresql_where=text("supersedes_id IS NULL"),
        ),
        Index(None, "run_id", "row", "person_id"),
        Index(None, "use_case", "target_date", "person_id", "entity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
    row: Mapped[int]
    entity: Mapped[str]
    target_date: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    may_decide: Mapped[bool]
    answer: Mapped[str] = mapped_column(String(16))
    own_value: Mapped[float | None]
    own_label: Mapped[str | None]
    own_low: Mapped[float | None]
    own_high: Mapped[float | None]
    reason: Mapped[str | None]
    doubted: Mapped[list[Any]]
    comment: Mapped[str] = mapped_column(Text)
    seen: Mapped[dict[str, Any]]
    seen_hash: Mapped[str]
    scenario: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id"), unique=True)
    bulk_id: Mapped[int | None] = mapped_column(ForeignKey("bulk_actions.id"), index=True)


class ActualRow(Base):
    """One revision of what really happened. A correction is a further row."""

    __tablename__ = "actuals"

    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"), primary_key=True)
    target_date: Mapped[date] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[float]
    label: Mapped[str | None]
    received_at: Mapped[datetime]


class UsageRow(Base):
    """That a person opened a page in an hour. Two indexes, because a database takes two unknowns for different."""

    __tablename__ = "usage"
    __table_args__ = (
        Index(
            "ux_usage_use_case",
            "person_id",
            "page",
            "hour",
            "use_case",
            unique=True,
            sqlite_where=text("use_case IS NOT NULL"),
            postgresql_where=text("use_case IS NOT NULL"),
        ),
        Index(
            "ux_usage_no_use_case",
            "person_id",
            "page",
            "hour",
            unique=True,
            sqlite_where=text("use_case IS NULL"),
            postgresql_where=text("use_case IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    page: Mapped[str]
    use_case: Mapped[str | None] = mapped_column(ForeignKey("use_cases.name"))
    hour: Mapped[datetime]


class AuditRow(Base):
    """Who did what to what. `person` is a name, so that the entry outlives every other table."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
