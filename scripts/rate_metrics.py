"""Writes models/semantic/rate_metrics.yml: a metric for each rate that the registry declares as computed (make docs).

A rate that models/semantic/metrics.yml makes of two columns of one fact is left to it.
"""

import csv
import json
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
REGISTRY, SEMANTIC = PROJECT / "seeds" / "registry", PROJECT / "models" / "semantic"
PAGE = SEMANTIC / "rate_metrics.yml"
HEAD = """\
# Generated from seeds/registry by `make docs`. These rates are read from fct_rates, one declared rate at a time:
# MetricFlow cannot divide a member by its total, a ratio over two facts would mix their latest years, one with a filter
# could be grouped by what it filters, and headline figures stand in no fact.
anchors:
  one_declared_rate: &one_declared_rate
    expr: >-
      case
      when smallest_rate = largest_rate then smallest_rate
      when smallest_rate < largest_rate then error('Rates are not added up. Group by metric_time__year,
      rate__period_label, rate__geography and rate__slice, so that each row is one declared rate.')
      end
    metrics: [smallest_rate, largest_rate]

metrics:
"""


def registry(name: str) -> list[dict[str, str]]:
    with open(REGISTRY / f"{name}.csv", newline="", encoding="utf-8-sig") as handle:
        return list(csv.DictReader(handle))


def part(definition: str, dimension: str, member: str) -> str:
    if not dimension:
        return definition
    return (
        f"{definition} Only those with {dimension} {member}." if member else f"{definition} Those of each {dimension}."
    )


def page() -> str:
    measures = {row["measure_id"]: row["definition"] for row in registry("measures")}
    terms = {row["rate_id"]: row for row in registry("rate_terms")}
    by_hand = (SEMANTIC / "metrics.yml").read_text(encoding="utf-8")
    text = HEAD
    for rate in registry("rates"):
        name, term = rate["rate_id"], terms.get(rate["rate_id"], {})
        if rate["declared_status"] != "computed" or f"- name: {name}\n" in by_hand:
            continue
        above = part(measures[rate["numerator_measure_id"]], rate["numerator_dimension"], rate["numerator_member"])
        below = part(
            measures[rate["denominator_measure_id"]],
            term.get("denominator_dimension", ""),
            term.get("denominator_member", ""),
        )
        notes = [f"Numerator: {above}", f"Denominator: {below}", term.get("assumption", ""), rate["exclusions"]]
        condition = f"{{{{ Dimension('rate__rate_id') }}}} = '{name}'"
        text += (
            f"  - name: {name}\n"
            f"    label: {json.dumps(rate['rate_label'], ensure_ascii=False)}\n"
            f"    description: {json.dumps(' '.join(filter(None, notes)), ensure_ascii=False)}\n"
            "    type: derived\n"
            "    type_params: *one_declared_rate\n"
            f'    filter: "{condition}"\n'
            f"    config: {{meta: {{rate_id: {name}}}}}\n\n"
        )
    return text.rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
