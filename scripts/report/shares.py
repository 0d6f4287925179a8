"""What the page of a place or provider says beside its counts: shares, disagreements, and what is not there."""

from scripts.report.counts import part_label
from scripts.report.subjects import Subject, ids
from scripts.report.words import rate_name


def rate_text(look, rate: dict) -> str:
    if rate["rate"] is None:
        return rate["published_printed"] or look.labels["rate_reason", rate["reason_code"]]
    return look.warehouse.rate_text(rate)


def key_of(rate: dict) -> tuple:
    return (rate["period_label"], rate["numerator_figure_id"], rate["denominator_figure_id"])


def parts_label(look, subject: Subject, rate: dict) -> str:
    """What a rate is of besides the place or provider of the page: Resolved, age group 15 to 17."""
    if rate["slice"] == "all":
        return ""
    parts = [tuple(part.split("=", 1)) for part in rate["slice"].split("; ")]
    if not all(part in look.members for part in parts):
        return rate["slice_label"] or ""
    return ", ".join(part_label(look, *part) for part in parts if part not in subject.members.items())


def rate_groups(look, subject: Subject) -> list[dict]:
    groups = {}
    for rate in subject.rates:
        groups.setdefault(rate["rate_id"], []).append(rate)
    found = []
    for rate_id, rows in groups.items():
        # the part that is the place or provider itself goes without saying
        own = {look.members[part]["label"] for part in subject.members.items()}
        shown = []
        for rate in sorted(rows, key=lambda row: row["slice"]):
            label = parts_label(look, subject, rate)
            is_own = rate["slice_dimension"] in subject.members and rate["slice_member"] in subject.members.values()
            notes = list(look.warehouse.rate_notes(rate))
            if rate["structural_break_id"] and not rate["base_period_label"]:
                notes.append("counted after a break")
            if rate["conflict_ids"]:
                notes.append("documents differ")
            if rate["rate_precision"] == "estimate":
                notes.append("rests on an estimate")
            elif rate["source_kind"] == "secondary":
                notes.append("a part from a secondary source")
            if rate["published_printed"] and rate["rate"] is not None:
                notes.append(f"printed as {rate['published_printed']}")
            if rate["status"] == "published_only":
                notes.append(look.labels["rate_status", rate["status"]])
            shown.append(
                {
                    **rate,
                    "text": rate_text(look, rate),
                    "part": "" if is_own or label in own else label,
                    "across": bool(rate["structural_break_id"] and rate["base_period_label"]),
                    "notes": notes,
                }
            )
        # a company with one service is that service
        service = {key_of(row) for row in shown if not row["part"] and row["slice_dimension"] != "parent_company"}
        shown = [row for row in shown if row["slice_dimension"] != "parent_company" or key_of(row) not in service]
        mine = {key_of(row) for row in shown if not row["part"]}
        shown = [row for row in shown if not row["part"] or key_of(row) not in mine]
        shown.sort(key=lambda row: look.when(row["period_label"]), reverse=True)
        common = [note for note in shown[0]["notes"] if len(shown) > 1 and all(note in row["notes"] for row in shown)]
        for row in shown:
            row["notes"] = [note for note in row["notes"] if note not in common]
        registry = look.registry[rate_id]
        heading = "Share" if registry["scoring"] == "proportion" else "Rate" if registry["shown_per"] else "Ratio"
        texts = [
            *(f"{note[0].upper()}{note[1:]}." for note in common),
            rows[0]["assumption"],
            rows[0]["exclusions"],
        ]
        changes = [
            row
            for row in look.breaks
            if any(row["structural_break_id"] in ids(rate["structural_break_id"]) for rate in rows)
        ]
        texts += [
            f"Break of {year}: {text}"
            for year, text in dict.fromkeys((row["first_period_after"], row["description"]) for row in changes)
        ]
        found.append(
            {
                "registry": registry,
                "rows": shown,
                "heading": "Change" if registry["base_years_back"] else heading,
                "texts": [text for text in texts if text],
            }
        )
    # of a company with one service the share by company says nothing more
    own = {key_of(row) for group in found for row in group["rows"] if not row["part"]}
    found = [
        group
        for group in found
        if not all(row["slice_dimension"] == "parent_company" and key_of(row) in own for row in group["rows"])
    ]
    # shares and rates of the latest years first, what cannot be computed last
    main = subject.kind.rates
    found.sort(
        key=lambda group: (
            main.index(group["registry"]["rate_id"]) if group["registry"]["rate_id"] in main else len(main),
            all(row["rate"] is None for row in group["rows"]),
            group["registry"]["rate_label"],
        )
    )
    # a break is told once, where the page first meets it
    told = set()
    for group in found:
        texts = group["texts"]
        group["texts"] = [f"{text.split(':')[0]}: see above." if text in told else text for text in texts]
        told.update(text for text in texts if text.startswith("Break of "))
    return found


def disagreements(look, subject: Subject) -> tuple[list, list]:
    """Of its own numbers, not of a whole that it is a part of."""
    own = set(subject.figures)
    columns = ("first_figure_id", "first_other_figure_id", "second_figure_id")
    conflicts = [row for row in look.conflicts if own & {id for column in columns for id in ids(row[column])}]
    changed = [row for row in look.restatements if own & {row["earlier_figure_id"], row["later_figure_id"]}]
    return conflicts, changed


def refused(look, subject: Subject, measure_ids: list[str]) -> list[dict]:
    shown = {rate["rate_id"] for rate in subject.rates}
    return [
        {"label": row["rate_label"], "why": look.labels["rate_reason", row["reason_code"]]}
        for row in look.registry.values()
        if row["declared_status"] == "not_computable"
        and row["rate_id"] not in shown
        and {row["numerator_measure_id"], row["denominator_measure_id"]} & set(measure_ids)
    ]


def newest(look, subject: Subject, tables: list[dict], groups: list[dict]) -> dict | None:
    """What the page says first: the latest number of its main table, and the main rates of that year."""
    if not tables or not tables[0]["points"]:
        return None
    point = tables[0]["points"][-1]
    rates = [
        {"label": rate_name(group["registry"]), **row}
        for group in groups
        for row in group["rows"]
        if row["rate_id"] in subject.kind.rates
        and row["rate"] is not None
        and row["period_label"] == str(point["year"])
        and not row["part"]
    ]
    measure = tables[0]["measure"]
    return {**point, "unit": measure["unit_of_count"], "label": measure["measure_label"], "rates": rates}


def missing(look, subject: Subject, order: list[str]) -> list[dict]:
    """Of the measures on the page and of those that a table gives for all, the periods without a figure."""
    rows = []
    for dimension in subject.members:
        for measure_id, statuses in look.gaps.get(dimension, {}).items():
            shown = [(status, labels) for status, labels in statuses.items() if status != "stated_only"]
            given = measure_id in order or (dimension, measure_id) in look.tables
            if shown and given and look.measures[measure_id]["program"] != "Population":
                rows.append({"measure": look.measures[measure_id], "statuses": shown})
    return rows
