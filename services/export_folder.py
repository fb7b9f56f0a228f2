"""The folder of exports: one folder each, with what it is (JSON, replaced as a whole) and its file."""

import json
import re
import shutil
import zipfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from domain.exported import Content, Format, Wanted
from domain.kept_export import ExportState, KeptExport
from domain.outcome import Period

FOLDER = "exports"
ABOUT = "about.json"
LOCK = "lock"
_ID = re.compile(r"[0-9a-f]{32}")


def folder_of(home: Path, export_id: str) -> Path | None:
    """The folder of an export; None for what is no id, so that no link leads out of the folder of exports."""
    return home / FOLDER / export_id if _ID.fullmatch(export_id) else None


def all_ids(home: Path) -> list[str]:
    """Every export that lies here."""
    return sorted(path.parent.name for path in (home / FOLDER).glob(f"*/{ABOUT}") if _ID.fullmatch(path.parent.name))


def read_export(folder: Path) -> KeptExport | None:
    """What an export is; None where it is gone or cannot be read."""
    try:
        content = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        wanted = content["wanted"]
        period = Period(date.fromisoformat(wanted["period"]["first"]), date.fromisoformat(wanted["period"]["last"]))
        ended = content["ended_at"]
        known = Wanted(
            Content(wanted["content"]), wanted["use_case"], period, Format(wanted["format"]), bool(wanted["plain"])
        )
        changed = {
            "wanted": known,
            "state": ExportState(content["state"]),
            "asked_at": datetime.fromisoformat(content["asked_at"]),
            "ended_at": None if ended is None else datetime.fromisoformat(ended),
        }
        return KeptExport(**{**content, **changed})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save_export(folder: Path, export: KeptExport) -> None:
    """Write what an export is, as a whole."""
    fresh = folder / f"{ABOUT}.new"
    fresh.write_text(json.dumps(asdict(export), default=_text), encoding="utf-8")
    fresh.replace(folder / ABOUT)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def remove_folder(folder: Path) -> None:
    """Take an export away; one that is gone already is no error."""
    shutil.rmtree(folder, ignore_errors=True)


def one_file(folder: Path, name: str, paths: list[Path]) -> Path:
    """The file to hand over: the only one, or a ZIP archive of all; the parts are removed."""
    if len(paths) == 1:
        return paths[0].replace(folder / f"{name}{paths[0].suffix}")
    target = folder / f"{name}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.name)
            path.unlink()
    return target
