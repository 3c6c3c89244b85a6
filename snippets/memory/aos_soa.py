# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Records or columns: bytes moved for a byte used"
# claim = "Reading one field of eight moves eight bytes for each byte used, or one from columns."
# browser = true
# rows = ["S017"]
# ///
"""10,000 particles of eight doubles, stored record by record or field by field.

Memory moves in whole lines. So the cost of a loop is the number of lines it touches, and that
depends on which fields lie beside each other.
"""

from array import array

N, FIELDS, LINE, DOUBLE = 10_000, 8, 64, 8

records = array("d", range(N * FIELDS))  # x y z vx vy vz mass charge, x y z …
columns = [records[field::FIELDS] for field in range(FIELDS)]  # all x, all y, …


def in_records(field, i):
    """Byte at which this field of particle i lies among the records."""
    return (i * FIELDS + field) * DOUBLE


def in_columns(field, i):
    """The same, when each field has a stretch of its own."""
    return (field * N + i) * DOUBLE


def moved_for_used(place, fields, particles=range(N)):
    """Bytes of all lines touched, for each byte asked for."""
    wanted = [place(field, i) for i in particles for field in fields]
    lines = {byte // LINE for byte in wanted}
    return len(lines) * LINE / (len(wanted) * DOUBLE)


QUESTIONS = {
    "sum of all masses": ([6], range(N)),
    "move all particles": (range(6), range(N)),
    "all of every 100th": (range(8), range(0, N, 100)),
}


def main() -> None:
    print("moved for used     records  columns")
    for question, (fields, particles) in QUESTIONS.items():
        row = [moved_for_used(place, fields, particles) for place in (in_records, in_columns)]
        print(f"{question:18} {row[0]:7.2f} {row[1]:8.2f}")


def test_one_field_of_eight():
    """The record's other seven doubles come along; the column brings masses only."""
    assert moved_for_used(in_records, [6]) == 8
    assert moved_for_used(in_columns, [6]) == 1


def test_all_fields_of_few_particles():
    """Here it is the other way round: one line a particle against eight."""
    few = range(0, N, 100)
    assert moved_for_used(in_records, range(8), few) == 1
    assert moved_for_used(in_columns, range(8), few) == 8


def test_both_layouts_hold_the_same_numbers():
    """Each formula finds the double it speaks of."""
    assert sum(records[6::FIELDS]) == sum(columns[6])
    assert records[in_records(6, 123) // DOUBLE] == columns[6][123]
    laid_out = array("d", [value for column in columns for value in column])
    assert laid_out[in_columns(6, 123) // DOUBLE] == columns[6][123]


if __name__ == "__main__":
    main()
