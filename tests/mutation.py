"""Mutation proof: damage every cell and row of every seed, count what the build's checks catch.

python -m tests.mutation             every damage
python -m tests.mutation --sample 50 every 50th damage

Both write docs/mutation.md.
"""

import argparse
import collections
import concurrent.futures
import re
import sys
import time

import duckdb

from tests.harness import PROJECT, Warehouse


def plus_one(text):
    match = re.search(r"\d[\d,]*", text)
    if not match:
        return None
    digits = str(int(match.group().replace(",", "")) + 1)
    number = f"{int(digits):,}" if "," in match.group() or len(digits) > 3 else digits
    return text[: match.start()] + number + text[match.end() :]


def transposed(text):
    for match in re.finditer(r"(?=(\d)(,?)(\d))", text):
        first, between, second = match.groups()
        if first != second:
            start = match.start()
            return text[:start] + second + between + first + text[start + 2 + len(between) :]
    return None


def mark_lost(text):
    stripped = re.sub(
        r"^(more than|at least|about|roughly|less than|over) |^[<>≈~] ?|\+$|%$| ?(million|M|Million)\b", "", text
    )
    return stripped if stripped != text else None


def damages(columns, rows):
    """Yields (kind, description, statements) for one seed."""
    update = 'update {{seed}} set "{}" = ? where rowid = ?'
    for index, row in enumerate(rows):
        for position, column in enumerate(columns):
            cell = row[position]
            where = f"row {index + 2}, column {column}, {cell!r}"
            if cell is not None:
                for kind, change in (
                    ("changed by one", plus_one),
                    ("digits transposed", transposed),
                    ("precision mark lost", mark_lost),
                ):
                    if (changed := change(cell)) is not None:
                        yield kind, f"{where} -> {changed!r}", [(update.format(column), [changed, index])]
                yield "cell blanked", where, [(update.format(column), [None, index])]
            below = next((other for other in range(index + 1, len(rows)) if rows[other][position] != cell), None)
            rest = [p for p in range(len(columns)) if p != position]
            # two rows that differ in nothing else are the same two rows after the swap
            if below is not None and any(rows[below][p] != row[p] for p in rest):
                yield (
                    "swapped in column",
                    f"{where} <-> row {below + 2}",
                    [(update.format(column), [rows[below][position], index]), (update.format(column), [cell, below])],
                )
            right = position + 1
            if right < len(columns) and row[right] != cell:
                yield (
                    "swapped in row",
                    f"{where} <-> column {columns[right]}",
                    [(update.format(column), [row[right], index]), (update.format(columns[right]), [cell, index])],
                )
        total = "Total" in row
        where = f"row {index + 2} {row[:3]}"
        yield (
            ("total row removed" if total else "row dropped"),
            where,
            [("delete from {seed} where rowid = ?", [index])],
        )
        yield "row doubled", where, [("insert into {seed} select * from {seed} where rowid = ?", [index])]


# Damages of one kind that each leave a known number of findings in one sharp test, and findings of
# different cells never hide each other (both tests join cell by cell). So a whole batch is judged in
# one run: as many findings as expected means that every single damage was found; else it is halved.
def sharp_test(warehouse, family):
    name = "registries_are_reviewed" if family == "registry" else "second_reading_agrees"
    return next(test for test in warehouse.tests if warehouse.nodes[test]["name"] == name)


def findings(warehouse, seed, test, statements):
    """Number of rows of one test after the damages; None if the SQL itself fails."""
    warehouse.connection.execute("begin")
    try:
        for statement, parameters in statements:
            warehouse.connection.execute(statement.format(seed=warehouse.relation(seed)), parameters)
        for key in warehouse.order:
            node = warehouse.nodes[key]
            stale = key in warehouse.ancestors[test] and seed in warehouse.ancestors[key]
            if stale and node["resource_type"] == "model":
                warehouse._build(key)
        return len(warehouse.connection.execute(warehouse.nodes[test]["sql"]).fetchall())
    except duckdb.Error:
        return None
    finally:
        warehouse.connection.execute("rollback")


def survivors_of(warehouse, seed, test, batch):
    """The damages of the batch that no check finds."""
    expected = sum(times for _, _, times in batch)
    if (
        expected
        and findings(warehouse, seed, test, [one for _, statements, _ in batch for one in statements]) == expected
    ):
        return []
    if len(batch) == 1:
        return [] if warehouse.trial(seed, batch[0][1]) else batch
    middle = len(batch) // 2
    return survivors_of(warehouse, seed, test, batch[:middle]) + survivors_of(warehouse, seed, test, batch[middle:])


def run(sample=1, only="", worker=0, workers=1):
    """Counter of (seed family, damage, outcome) and the list of survivors of this worker's share."""
    warehouse = Warehouse()
    outcomes, survivors = collections.Counter(), []
    number = 0
    for key in warehouse.order:
        node = warehouse.nodes[key]
        # the second reading is the other key of the same lock: a damage there is the same difference
        if node["resource_type"] != "seed" or only not in node["name"] or node["config"]["schema"] == "second_reading":
            continue
        family = node["config"]["schema"]
        columns, rows = warehouse.rows(key)
        test = sharp_test(warehouse, family)
        batches = collections.defaultdict(list)
        for kind, where, statements in damages(columns, rows):
            number += 1
            if number % sample or (number // sample) % workers != worker:
                continue
            if kind == "row doubled":
                outcomes[family, kind, "caught"] += 1  # by the seed guard, see test_seed_guard.py
                continue
            column = statements[0][0].split('"')[1] if '"' in statements[0][0] else ""
            times = expected_findings(family, kind, column, columns, statements)
            # one cell or row at a time within a batch: damages that touch the same row go to different batches
            batches[
                kind,
                column,
                statements[0][1][-1] % 2 if kind in ("row dropped", "total row removed") else len(statements),
            ].append((where, statements, times))
        for (kind, _, _), batch in batches.items():
            for part in disjoint(batch):
                lost = survivors_of(warehouse, key, test, part)
                outcomes[family, kind, "caught"] += len(part) - len(lost)
                outcomes[family, kind, "survived"] += len(lost)
                survivors += [f"{node['name']}: {kind}: {where}" for where, _, _ in lost]
    return outcomes, survivors


def disjoint(batch):
    """Split a batch so that no row is damaged twice in one run."""
    parts = []
    for damage in batch:
        touched = {parameters[-1] for _, parameters in damage[1]}
        for part, rows in parts:
            if not rows & touched:
                part.append(damage)
                rows |= touched
                break
        else:
            parts.append(([damage], touched))
    return [part for part, _ in parts]


def expected_findings(family, kind, column, columns, statements):
    """Findings that one damage leaves in the sharp test; 0 where only a full trial can tell.

    A wrong guess costs time, never truth: a batch whose findings are not as expected is halved until
    every damage stands alone and is judged by all tests.
    """
    touched = len({parameters[-1] for _, parameters in statements})
    if family == "registry":
        return touched if kind in ("row dropped", "total row removed") else 2 * touched
    long_form = "printed" in columns
    key_columns = (
        columns[:2]
        if not long_form
        else [c for c in columns if c not in ("printed", "measure_id", "dimension", "member")]
    )
    cells = 1 if long_form else len(columns) - 2
    if kind in ("row dropped", "total row removed"):
        return cells
    if kind in ("cell blanked", "changed by one", "digits transposed"):
        if "measure_id" in columns and column == "period_label":
            return 1  # of a headline the period is an answer, not part of the key
        return 2 * cells if column in key_columns else 1
    if column == "printed" or (not long_form and column not in ("", *columns[:2])):
        return len(statements)
    return 0


def report(outcomes, survivors, sample=1):
    lines = [
        "# Mutation proof",
        "",
        "Every cell and row of every raw seed and registry was damaged, and the checks of `dbt build`"
        if sample == 1
        else f"Every {sample}th of all damages to cells and rows of raw seeds and registries was made, and the checks of `dbt build`",
        f"were run on the damaged data. Made by `make mutation SAMPLE={sample}`; do not edit.",
        "",
        "Printed figures are caught by the reconciliations and, where no total covers them, by the second",
        "reading. Registry rows are caught by the rules (references, units, populations, compatible rates) or",
        "at least by the fingerprint of the reviewed row, so that a person has to approve every change.",
        "",
        "| seeds | damage | caught | of |",
        "| --- | --- | ---: | ---: |",
    ]
    total = collections.Counter()
    for family, kind in sorted({key[:2] for key in outcomes}):
        caught, survived = outcomes[family, kind, "caught"], outcomes[family, kind, "survived"]
        total.update(caught=caught, all=caught + survived)
        lines.append(f"| {family} | {kind} | {caught:,} | {caught + survived:,} |")
    lines.append(f"| **all** | | **{total['caught']:,}** | **{total['all']:,}** |")
    lines += ["", "## Survivors", "", *([f"- {survivor}" for survivor in survivors] or ["None."]), ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=1, help="take every n-th damage")
    parser.add_argument("--seed", default="", help="only seeds whose name contains this")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    started = time.monotonic()
    outcomes, survivors = collections.Counter(), []
    with concurrent.futures.ProcessPoolExecutor(arguments.workers) as pool:
        shares = [
            pool.submit(run, arguments.sample, arguments.seed, worker, arguments.workers)
            for worker in range(arguments.workers)
        ]
        for share in shares:
            outcomes += share.result()[0]
            survivors += share.result()[1]
    table = report(outcomes, survivors, arguments.sample)
    print(table)
    print(f"{sum(outcomes.values()):,} damages in {time.monotonic() - started:.0f} s")
    if not arguments.seed:
        (PROJECT / "docs" / "mutation.md").write_text(table, encoding="utf-8")
    return bool(survivors)


if __name__ == "__main__":
    sys.exit(main())
