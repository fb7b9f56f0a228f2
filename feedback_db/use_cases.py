"""Use cases as their files were last read."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback_db.insert_once import insert_once
from feedback_db.locks import use_case_not_found
from feedback_db.tables import UseCaseRow


@dataclass(frozen=True)
class UseCaseSummary:
    """What a list of use cases shows."""

    name: str
    title: str
    synthetic: bool


def definition_hash(definition: Mapping[str, object]) -> str:
    """SHA-256 of a definition, tagged with its algorithm; the order of its keys does not matter."""
    text = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


class UseCases:
    """The registered use cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def register(self, name: str, title: str, definition_json: dict[str, Any], path: str, now: datetime) -> None:
        """Store a use case, or what its file now says; `changed_at` moves only when something changed."""
        values = {
            "title": title,
            "synthetic": bool(definition_json.get("synthetic", False)),
            "definition": definition_json,
            "content_hash": definition_hash(definition_json),
            "path": path,
        }
        stored = {"name": name, **values, "registered_at": now, "changed_at": now}
        if insert_once(self._session, UseCaseRow, stored, ["name"]):
            return
        row = self._row(name)
        if (row.title, row.content_hash, row.path) != (title, values["content_hash"], path):
            changed = update(UseCaseRow).where(UseCaseRow.name == name).values(**values, changed_at=now)
            self._session.execute(changed)

    def definition(self, name: str) -> dict[str, Any]:
        """The definition as it was registered.

        Raises:
            NotFoundError: not registered; it lists the names that are.
        """
        return self._row(name).definition

    def content_hash(self, name: str) -> str:
        """The tagged hash of the definition.

        Raises:
            NotFoundError: not registered.
        """
        return self._row(name).content_hash

    def path(self, name: str) -> str:
        """Where its file was read from.

        Raises:
            NotFoundError: not registered.
        """
        return self._row(name).path

    def summaries(self) -> tuple[UseCaseSummary, ...]:
        """All use cases by name."""
        columns = select(UseCaseRow.name, UseCaseRow.title, UseCaseRow.synthetic).order_by(UseCaseRow.name)
        return tuple(UseCaseSummary(name, title, made_up) for name, title, made_up in self._session.execute(columns))

    def _row(self, name: str) -> UseCaseRow:
        row = self._session.scalars(select(UseCaseRow).where(UseCaseRow.name == name)).one_or_none()
        if row is None:
            raise use_case_not_found(self._session, name)
        return row
