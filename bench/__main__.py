"""make bench: what building costs, and how it grows, written to docs/performance.md.

CPU seconds, since a machine is rarely idle; ratios from runs that took turns."""

import argparse
import csv
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import duckdb

from bench.measure import DBT, PROJECT, PYTHON, Cost, copy_of_project, cost_of
from tests.synthetic import DOCUMENT, add_years

PAGE = PROJECT / "docs" / "performance.md"
# the model that an analyst edits most has the most tests
EDITED = "fct_rates"
# what bench/peers.py does: every cell read, compared with the second reading, added up
PEERS = ["+second_reading_agrees", "+reconciliations_hold"]
CLIENTS = PROJECT / ".venv-clients" / "bin" / "python"
SUITES = {"quick": ("`make test`", 100), "slow": ("`make test-slow`", None)}
GOALS = {"warm_to_floor": 1.6, "edit": 4, "peak": 400, "file": 8, "suites": 480}


def build(folder: Path, *more: str) -> Cost:
    return cost_of([*DBT, "build", *more], folder)


def turns(folder: Path, rounds: int) -> tuple[dict[str, list[Cost]], int]:
    """Each thing once a round, one after the other; and the steps of a build."""
    costs: dict[str, list[Cost]] = {}
    model = next((folder / "models").rglob(f"{EDITED}.sql"))
    for turn in range(rounds):
        shutil.rmtree(folder / "target", ignore_errors=True)
        costs.setdefault("cold", []).append(build(folder))
        costs.setdefault("warm", []).append(build(folder))
        steps_of_build = steps(folder)
        costs.setdefault("parse", []).append(cost_of([*DBT, "parse"], folder))
        costs.setdefault("sql", []).append(
            cost_of([PYTHON, "-m", "bench.floor", folder], PROJECT, folder / "bench.log")
        )
        model.write_text(model.read_text(encoding="utf-8") + f"-- edit {turn}\n", encoding="utf-8")
        costs.setdefault("edit", []).append(build(folder, "--select", EDITED))
    return costs, steps_of_build


def middle(costs: list[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(cost, part) for cost in costs) for part in ("cpu", "wall", "peak")))


def steps(folder: Path) -> int:
    return len(json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))["results"])


def figures(folder: Path) -> int:
    with duckdb.connect(str(folder / "ncmec.duckdb"), read_only=True) as connection:
        return connection.sql("select count(*) from marts.fct_published_figures").fetchone()[0]


def repeated(folder: Path) -> int:
    """Figures of the document that a synthetic year repeats."""
    with open(folder / "seeds" / "second_reading" / "second_reading.csv", encoding="utf-8", newline="") as handle:
        return sum(row["document_id"] == DOCUMENT for row in csv.DictReader(handle))


def megabytes(folder: Path) -> float:
    return (folder / "ncmec.duckdb").stat().st_size / 1e6


def table(head: list[str], rows: list[list]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def of_build(rounds: int, folder: Path) -> str:
    costs, steps_of_build = turns(folder, rounds)
    each = {name: middle(found) for name, found in costs.items()}
    floors = [parse.cpu + sql.cpu for parse, sql in zip(costs["parse"], costs["sql"], strict=True)]
    ratio = statistics.median(warm.cpu / floor for warm, floor in zip(costs["warm"], floors, strict=True))
    lines = [
        ["cold build (nothing parsed before)", f"{each['cold'].cpu:.1f}", f"{each['cold'].wall:.1f}", ""],
        ["warm build", f"{each['warm'].cpu:.1f}", f"{each['warm'].wall:.1f}", ""],
        ["floor: dbt starts and parses", f"{each['parse'].cpu:.1f}", f"{each['parse'].wall:.1f}", ""],
        ["floor: the compiled SQL in one DuckDB process", f"{each['sql'].cpu:.1f}", f"{each['sql'].wall:.1f}", ""],
        ["warm build to floor", f"{ratio:.2f} ×", "", goal(ratio, GOALS["warm_to_floor"])],
        [f"one model edited (`{EDITED}`), built with its tests", f"{each['edit'].cpu:.1f}", f"{each['edit'].wall:.1f}", goal(each["edit"].cpu, GOALS["edit"])],
        ["peak memory of the warm build, MB", f"{each['warm'].peak:.0f}", "", goal(each["warm"].peak, GOALS["peak"])],
        ["published file, MB", f"{megabytes(folder):.1f}", "", goal(megabytes(folder), GOALS["file"])],
    ]  # fmt: skip
    return (
        f"{steps_of_build} steps, {figures(folder):,} figures; the middle of {rounds} round{'s' * (rounds > 1)}.\n\n"
        + table(["what", "CPU s", "wall s", "goal"], lines)
    )


def goal(measured: float, wanted: float) -> str:
    return f"{wanted:g}: met" if measured <= wanted else f"{wanted:g}: {measured / wanted:.1f} × that"


def of_growth(times: list[int], scratch: Path, before: str) -> str:
    """More documents of the largest kind, each of a later year, until there are that many times the figures."""
    head = [
        "figures, times today's",
        "measured on",
        "figures",
        "warm build, CPU s",
        "times today's",
        "peak, MB",
        "file, MB",
    ]
    first: tuple | None = None
    rows = {}
    for factor in [1, *times]:
        folder = copy_of_project(scratch / f"times{factor}")
        if factor > 1:
            add_years(folder / "seeds", round(first[3] * (factor - 1) / repeated(folder)))
            subprocess.run(
                [PYTHON, str(PROJECT / "scripts" / "review_registries.py"), "--approve", "bench"],
                cwd=folder, check=True, capture_output=True,
            )  # fmt: skip
        build(folder)
        cost = build(folder)
        found = (cost.cpu, cost.peak, megabytes(folder), figures(folder))
        first = first or found
        rows[factor] = [
            f"{factor} ×", date.today().isoformat(), f"{found[3]:,}", f"{found[0]:.1f}", f"{found[0] / first[0]:.1f} ×",
            f"{found[1]:.0f}", f"{found[2]:.1f}",
        ]  # fmt: skip
        shutil.rmtree(folder)
    # what was not measured this time keeps its day
    for line in before.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == len(head) and (known := re.fullmatch(r"(\d+) ×", cells[0])):
            rows.setdefault(int(known[1]), cells)
    return table(head, [rows[factor] for factor in sorted(rows)])


def of_peers(rounds: int, folder: Path) -> str:
    """On the seeds of this project; the folder holds it as it was built."""
    tools = {
        f"{name} {version_in(CLIENTS, name)}": [CLIENTS, "-m", "bench.peers", name] for name in ("pandas", "polars")
    }
    costs = {name: [] for name in (*tools, "dbt")}
    for _ in range(rounds):
        for name, command in tools.items():
            costs[name].append(cost_of(command, PROJECT, folder / "bench.log"))
        costs["dbt"].append(build(folder, "--select", *PEERS))
    every = {name: middle(found) for name, found in costs.items()}
    rows = [
        [name, f"{cost.cpu:.1f}", f"{cost.wall:.1f}", f"{cost.peak:.0f}", f"{cost.cpu / every['dbt'].cpu:.2f} ×"]
        for name, cost in every.items()
    ]
    return table(["tool", "CPU s", "wall s", "peak, MB", "CPU, times dbt's"], rows)


def of_suites() -> str | None:
    """What the reports of the two suites say of their last whole run here; None where one was not run."""
    reports = {suite: PROJECT / "build" / f"{suite}.xml" for suite in SUITES}
    if not all(report.exists() for report in reports.values()):
        return None
    rows, clock = [], 0.0
    for suite, report in reports.items():
        run = next(ElementTree.parse(report).iter("testsuite"))  # noqa: S314  our own report
        name, wanted = SUITES[suite]
        clock += float(run.get("time"))
        cases = sum(float(case.get("time")) for case in run.iter("testcase"))
        rows.append([name, run.get("tests"), run.get("timestamp")[:10], f"{float(run.get('time')):.0f}", f"{cases:.0f}", goal(float(run.get("time")), wanted) if wanted else ""])  # fmt: skip
    rows.append(["both", "", "", f"{clock:.0f}", "", goal(clock, GOALS["suites"])])
    return table(["suite", "tests", "run on", "wall s", "sum of its tests, s", "goal, s"], rows)


def version_in(python: Path, package: str) -> str:
    words = [str(python), "-c", f"from importlib.metadata import version; print(version({package!r}))"]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def written(page: str, section: str, text: str) -> str:
    """The page with this section anew; what another command wrote stays."""
    begin, end = f"<!-- {section} -->", "<!-- end -->"
    if begin not in page:
        raise SystemExit(f"{PAGE} has no place for {section}: {begin} … {end}")
    return re.sub(f"{begin}.*?{end}", lambda _: f"{begin}\n{text}\n{end}", page, count=1, flags=re.DOTALL)


def machine() -> str:
    names = ", ".join(f"{name} {version(name)}" for name in ("dbt-core", "dbt-duckdb", "duckdb"))
    return (
        f"Measured on {date.today().isoformat()} with {names} and Python {platform.python_version()} on "
        f"{platform.system()}, {platform.machine()}, {os.cpu_count()} cores; load before the run: {os.getloadavg()[0]:.1f}."
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--growth", type=int, nargs="*", default=[10])
    asked = options.parse_args()
    begun, said = time.perf_counter(), machine()
    page = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        project = copy_of_project(Path(scratch) / "project")
        sections = {"machine": said, "build": of_build(asked.rounds, project)}
        sections["peers"] = of_peers(asked.rounds, project)
        if asked.growth:
            sections["growth"] = of_growth(asked.growth, Path(scratch), page)
    if suites := of_suites():
        sections["suites"] = suites
    for section, text in sections.items():
        page = written(page, section, text)
    PAGE.write_text(page, encoding="utf-8")
    print(f"{PAGE.relative_to(PROJECT)} written, after {time.perf_counter() - begun:.0f} seconds.")


if __name__ == "__main__":
    main()
