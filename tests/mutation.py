"""Mutation proof: damage every cell and row of every seed, count what the build's checks catch.

python -m tests.mutation            every damage; writes docs/mutation.md
python -m tests.mutation --sample 5 every 5th damage, prints the table only
"""

import argparse
import collections
import concurrent.futures
import re
import sys
import time

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
            if below is not None:
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


def run(sample=1, only="", worker=0, workers=1):
    """Counter of (seed family, damage, outcome) and the list of survivors of this worker's share."""
    warehouse = Warehouse()
    outcomes, survivors = collections.Counter(), []
    number = 0
    for key in warehouse.order:
        node = warehouse.nodes[key]
        if node["resource_type"] != "seed" or only not in node["name"]:
            continue
        columns, rows = warehouse.rows(key)
        for kind, where, statements in damages(columns, rows):
            number += 1
            if number % sample or (number // sample) % workers != worker:
                continue
            if kind == "row doubled":
                outcome = "caught by rules"  # the seed guard, see test_seed_guard.py
            else:
                problems = warehouse.trial(key, statements)
                by_review = bool(problems) and problems[0].startswith("registries_are_reviewed")
                outcome = "caught by review lock" if by_review else "caught by rules" if problems else "survived"
            outcomes[node["config"]["schema"], kind, outcome] += 1
            if outcome == "survived":
                survivors.append(f"{node['name']}: {kind}: {where}")
    return outcomes, survivors


def report(outcomes, survivors):
    lines = [
        "# Mutation proof",
        "",
        "Every cell and row of every seed was damaged, one damage at a time, and the checks of `dbt build`",
        "were run on the damaged data. Made by `make mutation`; do not edit.",
        "",
        "*By rules*: reconciliations, the second reading, references, readable cells, compatible rates.",
        "*By review lock*: only the fingerprint of the reviewed registry row noticed it",
        "(`tests/registries_are_reviewed.sql`); a person has to approve every such change.",
        "",
        "| seeds | damage | by rules | by review lock | caught | of |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    total = collections.Counter()
    for family, kind in sorted({key[:2] for key in outcomes}):
        rules, review, survived = (
            outcomes[family, kind, outcome] for outcome in ("caught by rules", "caught by review lock", "survived")
        )
        total.update(rules=rules, review=review, all=rules + review + survived)
        lines.append(
            f"| {family} | {kind} | {rules:,} | {review:,} | {rules + review:,} | {rules + review + survived:,} |"
        )
    caught = total["rules"] + total["review"]
    lines.append(f"| **all** | | {total['rules']:,} | {total['review']:,} | **{caught:,}** | **{total['all']:,}** |")
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
    table = report(outcomes, survivors)
    print(table)
    print(f"{sum(outcomes.values()):,} damages in {time.monotonic() - started:.0f} s")
    if arguments.sample == 1 and not arguments.seed:
        (PROJECT / "docs" / "mutation.md").write_text(table, encoding="utf-8")
    return bool(survivors)


if __name__ == "__main__":
    sys.exit(main())
