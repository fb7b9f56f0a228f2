"""The first gate: what must hold before a batch is scored. Every code is explained in docs/checks.md."""

from intake.checks.batch import batch_findings

__all__ = ["batch_findings"]
