"""Mutation proof: damage every cell and row of every seed, count what the build's checks catch.

It counts twice: with the copies (the second reading and the approvals hold a copy of every cell, so a
damage to one of the two is always seen), and by the rules alone, as if both copies had the same slip.

python -m tests.mutation                              every damage with the copies, one in 60 by rules alone
python -m tests.mutation --sample 50 --rules-sample 200   one in 50, one in 200
python -m tests.mutation --sample 0 --seed rates      rules alone, one seed, and what survives; writes nothing

The first two write docs/mutation.md.
"""

import argparse
import collections
import concurrent.futures
import re
import sys
import time
import zlib

import duckdb

from tests.harness import PROJECT, Warehouse
from tests.meanings import counted as meanings_counted


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
        warehouse.refresh({seed}, warehouse.ancestors[test])
        return len(warehouse.connection.execute(warehouse.nodes[test]["sql"]).fetchall())
    except duckdb.Error:
        return None
    finally:
        warehouse.connection.execute("rollback")


def survivors_of(warehouse, seed, test, batch):
    """The damages of the batch that no check finds."""
    expected, alone = sum(times for _, _, times in batch), len(batch) == 1
    if expected or alone:
        found = findings(warehouse, seed, test, [one for _, statements, _ in batch for one in statements])
        if expected and found == expected:
            return []
        if alone:  # where the sharp test, one of all, has nothing to say, the others are asked
            return [] if found != 0 or warehouse.trial(seed, batch[0][1]) else batch
    middle = len(batch) // 2
    return survivors_of(warehouse, seed, test, batch[:middle]) + survivors_of(warehouse, seed, test, batch[middle:])


def run(sample=1, only="", worker=0, workers=1, rules_alone=False, warehouse=None):
    """Counter of (seed family, damage, outcome) and the list of survivors of this worker's share."""
    outcomes, survivors = collections.Counter(), []
    if not sample:
        return outcomes, survivors
    warehouse = warehouse or Warehouse()
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
            # a fixed draw: every n-th would always meet the same columns
            if zlib.crc32(f"{node['name']}: {kind}: {where}".encode()) % sample or number % workers != worker:
                continue
            if kind == "row doubled":
                outcomes[family, kind, "caught"] += 1  # by the seed guard, see test_seed_guard.py
                continue
            if rules_alone:
                caught = bool(warehouse.trial(key, statements, rules_alone=True))
                outcomes[family, kind, "caught" if caught else "survived"] += 1
                survivors += [] if caught else [f"{node['name']}: {kind}: {where}"]
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


def drawn(sample):
    return "Every damage was made" if sample == 1 else f"One in {sample} of all damages, a fixed draw, was made"


def table(outcomes):
    lines = ["| seeds | damage | caught | of |", "| --- | --- | ---: | ---: |"]
    for family in sorted({key[0] for key in outcomes}):
        total = collections.Counter()
        for kind in sorted({key[1] for key in outcomes if key[0] == family}):
            caught, survived = outcomes[family, kind, "caught"], outcomes[family, kind, "survived"]
            total.update(caught=caught, all=caught + survived)
            lines.append(f"| {family} | {kind} | {caught:,} | {caught + survived:,} |")
        lines.append(f"| **{family}** | **all** | **{total['caught']:,}** | **{total['all']:,}** |")
    return lines


def unseen_places(survivors):
    """Where the rules alone see least: seed and column, with the number of survivors."""
    places = collections.Counter()
    for survivor in survivors:
        seed, kind = survivor.split(": ")[:2]
        column = re.search(r"row \d+, column (\w+)", survivor)
        places[seed, column.group(1) if column else kind] += 1
    return [f"| {seed} | {place} | {times} |" for (seed, place), times in places.most_common()]


def report(with_copies, rules_alone, sample, rules_sample, meanings):
    lines = [
        "# Mutation proof",
        "",
        "Cells and rows of every raw seed and registry were damaged, and the checks of `dbt build` were run on the",
        f"damaged data. Made by `make mutation SAMPLE={sample} RULES={rules_sample}`; do not edit.",
        "",
        "The result is given twice, because it says two different things.",
        "",
        "## With the copies",
        "",
        "Every figure is stored a second time in the second reading, and of every registry row a fingerprint is",
        "stored with its approval. A damage to one of the two copies differs from the other, so this rate says that",
        "the comparison is complete: **it is a detection rate that compares with a stored copy**, and says nothing",
        f"about a slip that is in both copies. {drawn(sample)}.",
        "",
        *table(with_copies[0]),
        "",
        "Survivors:",
        "",
        *([f"- {survivor}" for survivor in with_copies[1]] or ["None."]),
        "",
        "## By the rules alone",
        "",
        "The same damages with the comparisons with copies left out (`second_reading_agrees`,",
        "`registries_are_reviewed`): what totals, repeats, references, units, populations, names and limits see by",
        "themselves. This is what protects against the same slip in both readings, or an approval given too fast.",
        f"{drawn(rules_sample)}. A doubled row is refused by the seed guard, which is a rule.",
        "",
        *table(rules_alone[0]),
        "",
        "Where the rules alone saw nothing: free text (notes, definitions, labels), dates and addresses that no other",
        "cell depends on, and figures that enter no total. By seed and column, from the same draw:",
        "",
        "| seed | column or damage | survivors |",
        "| --- | --- | ---: |",
        *unseen_places(rules_alone[1]),
        "",
        *meanings,
        "",
    ]
    return "\n".join(lines)


def run_all(pool, workers, *arguments, **options):
    shares = [pool.submit(run, *arguments, worker, workers, **options) for worker in range(workers)]
    outcomes, survivors = collections.Counter(), []
    for share in shares:
        outcomes += share.result()[0]
        survivors += share.result()[1]
    return outcomes, survivors


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=1, help="with the copies: one in n damages (0: none)")
    parser.add_argument("--rules-sample", type=int, default=60, help="by rules alone: one in n damages (0: none)")
    parser.add_argument(
        "--seed", default="", help="only seeds whose name contains this; lists survivors, writes nothing"
    )
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    started = time.monotonic()
    with concurrent.futures.ProcessPoolExecutor(arguments.workers) as pool:
        rules_alone = run_all(pool, arguments.workers, arguments.rules_sample, arguments.seed, rules_alone=True)
        with_copies = run_all(pool, arguments.workers, arguments.sample, arguments.seed)
        whole = not arguments.seed and arguments.sample and arguments.rules_sample
        meanings = pool.submit(meanings_counted).result() if whole else []
    damages_made = sum(rules_alone[0].values()) + sum(with_copies[0].values())
    if not whole:
        print("\n".join(table(with_copies[0]) + with_copies[1] + table(rules_alone[0]) + rules_alone[1]))
    else:
        text = report(with_copies, rules_alone, arguments.sample, arguments.rules_sample, meanings)
        print(text)
        (PROJECT / "docs" / "mutation.md").write_text(text, encoding="utf-8")
    print(f"{damages_made:,} damages in {time.monotonic() - started:.0f} s")
    return bool(with_copies[1])


if __name__ == "__main__":
    sys.exit(main())
