"""How large tables may be, by default and at all."""

from models.tree_shap.errors import InputError

TABLE_BITS = 12
"""Tables of up to 2^12 states: the fastest on models of 31 and 63 leaves (measured)."""
LARGEST_TABLE_BITS = 16
"""The state of a group is a 16-bit number."""
TABLE_MEGABYTES = 400
"""Of kept tables: with all else that a model of 1000 trees of 63 leaves needs, the process grows by less than 500 MB (measured)."""


def check_limits(table_bits: int, table_megabytes: float) -> None:
    """Refuse numbers that make no sense.

    Raises:
        InputError: and it names the argument.
    """
    if not 1 <= table_bits <= LARGEST_TABLE_BITS:
        raise InputError(f"table_bits is {table_bits}, and must be 1 to {LARGEST_TABLE_BITS}", "table_bits")
    if not table_megabytes >= 0:
        raise InputError(f"table_megabytes is {table_megabytes}, and must not be negative", "table_megabytes")
