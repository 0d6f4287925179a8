"""Swapped meanings: what the rules see without the second reading and without the review lock.

Every two neighbouring labels of a dimension are mapped to each other's member, every label to its neighbour's,
every two columns to each other's member or measure, every two registry rows get each other's name.

python -m tests.meanings     the table that docs/mutation.md shows
"""

import re

from tests.harness import shared_warehouse

NAMES, COMPLETE = "labels_name_their_members", "registries_are_complete"
# what is swapped: seed, what the neighbours must share, the columns that change places
SWAPS = {
    "two labels swapped": ("dimension_members", "dimension", ["member"]),
    "two column members swapped": ("printed_columns", "table_id", ["column_dimension", "column_member"]),
    "two columns' measures swapped": ("printed_columns", None, ["measure_id"]),
    "two tables' row dimensions swapped": ("printed_tables", None, ["row_dimension"]),
    "two country names swapped": ("countries", None, ["country_name"]),
    "two state names swapped": ("states", None, ["state_name"]),
    "two measure labels swapped": ("measures", None, ["measure_label"]),
    "two other names swapped": ("other_names", "dimension", ["other_name"]),
}
MERGED = "a label merged into its neighbour's member"


def meanings(warehouse):
    """Yields (kind, rows, seed, statements): each leaves every figure as it is and gives it another meaning."""
    for kind, (seed, shared, changed) in SWAPS.items():
        key = f"seed.ncmec.{seed}"
        columns, rows = warehouse.rows(key)
        values = [tuple(row[columns.index(column)] for column in changed) for row in rows]
        groups = [row[columns.index(shared)] if shared else None for row in rows]
        update = "update {seed} set " + ", ".join(f'"{column}" = ?' for column in changed) + " where rowid = ?"
        for index, value in enumerate(values):
            below = next((i for i in range(index + 1, len(rows)) if groups[i] == groups[index]), None)
            if below is None or None in value or None in values[below] or values[below] == value:
                continue
            if seed == "other_names" and rows[below][:2] == rows[index][:2]:
                continue  # two names of one member: nothing changes
            first, second = (update, [*values[below], index]), (update, [*value, below])
            yield kind, (rows[index], rows[below]), key, [first, second]
            if kind == "two labels swapped":
                yield MERGED, (rows[index], rows[below]), key, [first]


def said_by(warehouse, swaps, tests):
    """What these tests say while all these swaps stand; they touch different rows, and no model is built again."""
    warehouse.connection.execute("begin")
    try:
        for _, _, key, statements in swaps:
            for statement, parameters in statements:
                warehouse.connection.execute(statement.format(seed=warehouse.relation(key)), parameters)
        nodes = [warehouse.nodes[key] for key in warehouse.tests if warehouse.nodes[key]["name"] in tests]
        return [row[0] for node in nodes for row in warehouse.connection.execute(node["sql"]).fetchall()]
    finally:
        warehouse.connection.execute("rollback")


def said_by_registries(warehouse, swap):
    """The second rule is asked where the first is silent, or speaks by the list of other names alone."""
    said = said_by(warehouse, [swap], [NAMES])
    return said if said and not by_list(warehouse, said) else said + said_by(warehouse, [swap], [COMPLETE])


def judge(warehouse):
    """For each swap: (kind, rows, what the rules say of it)."""
    judged, open_swaps, crowds = [], [], {}
    for swap in meanings(warehouse):
        kind, rows, _, statements = swap
        if kind in ("two labels swapped", MERGED):
            # neighbours do not touch each other in a crowd of every third
            crowds.setdefault((kind, statements[0][1][-1] % 3), []).append(swap)
        elif said := said_by_registries(warehouse, swap):
            judged.append((kind, rows, said))
        else:
            open_swaps.append(swap)
    for crowd in crowds.values():
        said = said_by(warehouse, crowd, [NAMES])
        for swap in crowd:
            kind, (first, second), _, statements = swap
            sentence = (
                f'registry dimension_members, {first[0]}: "{first[1]}" is mapped to "{statements[0][1][0]}", but names '
            )
            if found := [problem for problem in said if problem.startswith(sentence)]:
                judged.append((kind, (first, second), found))
            else:
                open_swaps.append(swap)
    # what is still open is judged by all rules: if they are silent on the whole crowd, they are on each of it
    crowds = {}
    for swap in open_swaps:
        crowds.setdefault((swap[0], swap[3][0][1][-1] % 3), []).append(swap)
    for crowd in crowds.values():
        together = [statement for _, _, _, statements in crowd for statement in statements]
        silent = not warehouse.trial(crowd[0][2], together, rules_alone=True)
        for kind, rows, key, statements in crowd:
            judged.append((kind, rows, [] if silent else warehouse.trial(key, statements, rules_alone=True)))
    return judged


def by_list(warehouse, said):
    """Seen only because registry other_names says so, which is a second copy of the mapping."""
    columns, rows = warehouse.rows("seed.ncmec.other_names")
    listed = {row[columns.index("other_name")] for row in rows}
    names = [re.search(r'\(as "(.*)"\)$', problem) for problem in said]
    return bool(said) and all(name and name.group(1) in listed for name in names)


def table(warehouse, judged):
    lines = [
        "## Meanings swapped",
        "",
        "The figures stay and what they are said to count changes: the second reading cannot see that. Counted with the",
        "rules alone. Some labels do not hold the name of their member (`TMTG, Corp.` is Truth Social): registry",
        "`other_names` says so a second time, and a swap that is seen only there is seen by a stored copy.",
        "",
        "| what is swapped | caught | of these by the list of other names alone | of |",
        "| --- | ---: | ---: | ---: |",
    ]
    for kind in [*list(SWAPS)[:1], MERGED, *list(SWAPS)[1:]]:
        said = [problems for its_kind, _, problems in judged if its_kind == kind]
        listed = sum(by_list(warehouse, problems) for problems in said)
        lines.append(f"| {kind} | {sum(map(bool, said)):,} | {listed:,} | {len(said):,} |")
    caught = sum(bool(problems) for _, _, problems in judged)
    listed = sum(by_list(warehouse, problems) for _, _, problems in judged)
    lines.append(f"| **all** | **{caught:,}** | **{listed:,}** | **{len(judged):,}** |")
    unseen = [f"- {kind}: {rows[0][:3]} and {rows[1][:3]}" for kind, rows, problems in judged if not problems]
    return [*lines, "", "Not seen:", "", *(unseen or ["None."])]


def counted():
    warehouse = shared_warehouse()
    return table(warehouse, judge(warehouse))


if __name__ == "__main__":
    print("\n".join(counted()))
