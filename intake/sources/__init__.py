"""Sources: a file by path or URL, or a query, loaded into a staging table of raw values."""

from intake.sources.load import load_source

__all__ = ["load_source"]
