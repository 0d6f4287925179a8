"""What each page of the report shows, read from the published file. One function a section."""

import re
from collections import Counter
from itertools import groupby, pairwise, takewhile

from markupsafe import Markup

from scripts.report import charts
from scripts.report.charts import Chart
from scripts.report.figures import (
    Table,
    Warehouse,
    bounded,
    digits,
    first_sentence,
    is_cut,
    period,
    rate_name,
    row_words,
    spoken,
    when,
)

BANDS = 5
LONGEST = 15
CUT = "cut off, not rounded"
OLD = 2  # years behind the newest number


def latest(warehouse, fact: str) -> int:
    return warehouse.rows(f"select max(calendar_year) as latest from marts.{fact}")[0]["latest"]


def source_lines(warehouse, rows, breaks=()) -> list[str]:
    """What must travel with a picture: where its numbers are from, newest first, and where its series breaks."""
    documents = [warehouse.figures[row["figures"][0]]["document_id"] for row in reversed(rows)]
    titles = list(dict.fromkeys(warehouse.documents[document_id]["title"] for document_id in documents))
    more = f" and {len(titles) - 3} more documents" if len(titles) > 3 else ""
    lines = [f"Source: {'; '.join(titles[:3])}{more}."]
    if any(row.get("is_open") for row in rows):
        lines.append("A bar without a top is printed as “at least”.")
    for one in breaks:
        reach = ", not comparable across" if one["strict"] else ""
        lines.append(f"{one['letter']}, {one['year']}{reach}: {first_sentence(one['description'])}")
    return lines


def by_year(warehouse, name: str, title: str, rows, *, axis: str, column: str, parts=None, parts_label="") -> dict:
    """A chart over years with its breaks and its table, newest year first."""
    breaks = warehouse.lettered_breaks([figure_id for row in rows for figure_id in row["figures"]])
    first, last = rows[0]["year"], rows[-1]["year"]
    table = []
    for row in sorted(rows, key=lambda row: row["year"], reverse=True):
        letters = " ".join(one["letter"] for one in breaks if one["year"] == row["year"])
        document_id = warehouse.figures[row["figures"][0]]["document_id"]
        known = warehouse.label("reading", warehouse.documents[document_id]["reading"])
        part = [row["part"]] if parts_label else []
        table.append([row["year"], *part, warehouse.count(row), letters, warehouse.document(document_id), known])
    columns = ["Year", *([parts_label] if parts_label else []), column, "Break", "Document", "How known"]
    years = range(int(first), int(last) + 1)
    missing = [str(year) for year in years if str(year) not in {row["year"] for row in rows}]
    kind = warehouse.figures[rows[0]["figures"][0]]
    # a number of a single unconfirmed source is named and not drawn
    unconfirmed = {
        row["period_label"]: row["figure_id"]
        for row in warehouse.figures.values()
        if row["period_label"] in missing and all(row[key] == kind[key] for key in ("measure_id", "geography", "slice"))
    }
    missing = {year: unconfirmed.get(year) for year in missing}
    drawing = charts.over_years(rows, breaks=breaks, title=axis, parts=parts, unconfirmed=list(unconfirmed))
    return {
        "chart": Chart(name, f"{title}, {first} to {last}", source_lines(warehouse, rows, breaks), drawing),
        "table": Table(name, f"{title}, {first} to {last}", columns, table),
        "breaks": breaks,
        "has_open": any(row["is_open"] for row in rows),
        "missing": missing,
        # a drawing of many years bears no numbers: on paper its table stands below it
        "has_numbers": len(years) <= charts.NUMBERED,
        "rows": rows,
        "first": first,
        "last": last,
    }


# the first screen --------------------------------------------------------------------------------


def cards(warehouse) -> dict:
    """The newest number of each kind that has a source, whichever it is."""

    def newest_rate(rate_id):
        return warehouse.rows(
            """select rates.* from marts.fct_rates as rates
            inner join marts.dim_rates as registry on rates.rate_id = registry.rate_id
            inner join marts.dim_periods as periods on rates.period_label = periods.period_label
            where rates.rate_id = ? and rates.slice = 'all' and rates.geography in ('US', 'WORLD')
            order by rates.rate is null, periods.end_date desc nulls last limit 1""",
            rate_id,
        )[0]

    newest = {
        measure: warehouse.series(measure)[-1]
        for measure in ("missing_child_reports", "cybertip_reports", "cybertip_incidents")
    }
    for row in newest.values():
        row["document"] = warehouse.documents[row["document_id"]]
    # beside incidents stand the reports of the same year, or a reader divides by another one's
    of_year = [
        row for row in warehouse.series("cybertip_reports") if row["year"] == newest["cybertip_incidents"]["year"]
    ]
    return {
        **newest,
        "reports_of_incidents": of_year[0] if of_year else None,
        "resolved": newest_rate("missing_report_resolution_rate"),
        "arrests": newest_rate("offender_location_arrest_rate"),
        "tip_arrests": newest_rate("cybertip_arrest_rate"),
    }


# missing children ----------------------------------------------------------------------------------


def missing_children(warehouse) -> dict:
    # a document need not print all three tables: each shows its own latest year
    year = latest(warehouse, "fct_missing_child_reports_by_type")
    state_year = latest(warehouse, "fct_missing_child_reports_by_state")
    rates = warehouse.rows(
        """select rates.*, states.state_name, states.fips_code
        from marts.fct_rates as rates
        left join marts.dim_geographies as places on rates.geography = places.geography and places.dimension = 'state'
        left join marts.dim_states as states on places.member = states.state_code
        where rates.rate_id = 'missing_report_resolution_rate' and rates.period_label in (?, ?)
        order by states.state_name""",
        str(year),
        str(state_year),
    )
    types = warehouse.fact(
        "fct_missing_child_reports_by_type", "missing_child_reports", where=f"calendar_year = {year}"
    )
    of_year = [row for row in rates if row["geography"] == "US" and row["period_label"] == str(year)]
    by_type = {}
    for row in sorted(types, key=lambda row: -row["count"]):
        by_type.setdefault(row["report_type"], {})[row["case_status"]] = row
    type_rates = {row["slice_member"]: row for row in of_year if row["slice_dimension"] == "report_type"}
    states = [row for row in rates if row["state_name"] and row["period_label"] == str(state_year)]
    limits = band_limits([row["rate"] for row in states])
    names = band_names(limits)
    for row in states:
        row["band"] = names[sum(row["rate"] >= limit / 100 for limit in limits)]
        row["href"] = f"#{warehouse.rate_anchor(row)}"
        row["is_small"] = row["small_denominator"]
        row["figures"] = [row["denominator_figure_id"]]
    on_map = [row for row in states if row["fips_code"] in charts.DRAWN]
    hard = charts.hard_to_touch()
    return {
        "hard_to_touch": [row for row in on_map if row["fips_code"] in hard],
        "series": by_year(
            warehouse,
            "missing-children-by-year",
            "Reports of missing children to NCMEC",
            warehouse.series("missing_child_reports"),
            axis="reports",
            column="Reports",
        ),
        "ncic": by_year(
            warehouse,
            "ncic-entries-by-year",
            "Entries under 18 in the FBI’s file of missing persons",
            warehouse.series("ncic_missing_child_entries"),
            axis="entries",
            column="Entries",
        ),
        "year": year,
        "document_id": types[0]["document_id"],
        "state_year": state_year,
        "total": next(row for row in of_year if row["slice"] == "all"),
        "type_chart": Chart(
            "missing-children-by-type",
            f"Reports of missing children by type and status, {year}",
            source_lines(warehouse, types),
            charts.stacked(
                [row for statuses in by_type.values() for row in statuses.values()],
                label="report_type",
                part="case_status",
                parts=["Resolved", "Active"],
                title=f"reports, {year}",
            ),
        ),
        "type_table": Table(
            "missing-children-by-type",
            f"Reports of missing children by type, {year}",
            ["Type", "Resolved", "Active", "Resolved share"],
            [
                [
                    name,
                    *(warehouse.count(row[status]) if status in row else "none" for status in ("Resolved", "Active")),
                    warehouse.rate(type_rates[name]),
                ]
                for name, row in by_type.items()
            ],
        ),
        "small_states": [row["state_name"] for row in on_map if row["is_small"]],
        "map": Chart(
            "resolved-share-by-state",
            f"Resolved share of the reports of missing children of each state, {state_year}",
            [
                *source_lines(warehouse, states),
                "Dashed outline: so few reports that one more or less moves the share visibly.",
            ],
            charts.state_map(on_map, names=names),
        ),
        "state_table": Table(
            "missing-children-by-state",
            f"Reports of missing children by state or territory, {state_year}",
            ["State or territory", "Reports", "Resolved", "Resolved share"],
            [
                [
                    warehouse.place(row["geography"]),
                    warehouse.figure(row["denominator_figure_id"]),
                    warehouse.figure(row["numerator_figure_id"]),
                    warehouse.rate(row),
                ]
                for row in states
            ],
        ),
        "ages": by_age_and_race(warehouse),
    }


def band_limits(shares: list[float]) -> list[int]:
    """Whole percents that part the shares into about equally many: a shade for each."""
    ordered = sorted(shares)
    return sorted({round(100 * ordered[len(ordered) * step // BANDS]) for step in range(1, BANDS)})


def band_names(limits: list[int]) -> list[str]:
    between = [f"{low} to {high}%" for low, high in pairwise(limits)]
    return [f"under {limits[0]}%", *between, f"{limits[-1]}% and more"]


def by_age_and_race(warehouse) -> Table:
    year = latest(warehouse, "fct_missing_child_reports_by_age_and_race")
    cells = warehouse.fact(
        "fct_missing_child_reports_by_age_and_race", "missing_child_reports", where=f"calendar_year = {year}"
    )
    document_id, most = cells[0]["document_id"], max(row["count"] for row in cells)
    table_id = warehouse.figures[cells[0]["figures"][0]]["table_id"]

    def total(**members):
        """The total that this very table prints, not a rounded one of another page."""
        (figure_id,) = [
            figure_id
            for figure_id in warehouse.figures_of(document_id, "missing_child_reports", year, **members)
            if warehouse.figures[figure_id]["table_id"] == table_id
        ]
        return warehouse.figure(figure_id)

    numbers = {}
    for row in cells:
        (numbers[row["age_group"], row["race_ethnicity"]],) = warehouse.count(row)
        numbers[row["age_group"], row["race_ethnicity"]].tint = round(100 * (row["count"] / most) ** 0.5)
    races = {row["race_ethnicity"]: total(race_ethnicity=row["race_ethnicity"]) for row in cells}
    races = dict(sorted(races.items(), key=lambda item: -item[1].value))
    groups = [row for row in warehouse.members.values() if row["dimension"] == "age_group"]
    ages = [row["member"] for row in sorted(groups, key=lambda row: row["member_order"])]
    ages = [age for age in ages if any(key[0] == age for key in numbers)]
    return Table(
        "missing-children-by-age-and-race",
        f"Reports of missing children by age and by race or ethnicity as the report names them, {year}",
        ["Age", "All", *races],
        [
            ["All", total(), *races.values()],
            *([age, total(age_group=age), *(numbers.get((age, race), "none") for race in races)] for age in ages),
        ],
        style="heat",
    )


# the CyberTipline ----------------------------------------------------------------------------------


def cybertipline(warehouse) -> dict:
    reports = warehouse.series("cybertip_reports")
    *_, changed = [
        row
        for row in warehouse.breaks
        if row["measure_id"] == "cybertip_reports" and row["comparability"] == "not_comparable"
    ]
    turn = changed["first_period_after"]
    eras = [f"before the change of counting (to {int(turn) - 1})", f"after it: reports can be bundled (from {turn})"]
    for row in reports:
        row["part"] = eras[row["year"] >= turn]
    incidents = warehouse.rows(
        "select * from marts.fct_rates where rate_id = 'cybertip_incidents_per_report' and rate is not null order by period_label desc"
    )
    types = warehouse.series("cybertip_reports", incident_type=None)
    type_years = unbroken([row["year"] for row in types])
    types = {(row["members"]["incident_type"], row["year"]): row for row in types if row["year"] in type_years}
    named = list(dict.fromkeys(name for name, _ in sorted(types, key=lambda key: (-int(key[1]), -types[key]["count"]))))
    type_breaks = warehouse.lettered_breaks([row["figures"][0] for row in types.values()])
    files = warehouse.series("cybertip_files", file_type=None)
    for row in files:
        row["part"] = row["members"]["file_type"]
    deliveries = warehouse.series("cybertip_deliveries", recipient_type=None, report_class=None)
    for row in deliveries:
        row["part"] = row["members"]["report_class"]
    # where the most files or deliveries are comes first, the rarest on top
    file_types = [name for name, _ in largest_first(files)]
    classes = [name for name, _ in largest_first(deliveries)]
    deliveries.sort(key=lambda row: (row["year"], classes.index(row["part"]), -row["count"]))
    delivered = by_year(
        warehouse,
        "deliveries-by-year",
        "CyberTipline reports made available to law enforcement",
        [row for row in deliveries if row["count"]],  # a printed zero stands in the table and has no bar
        axis="deliveries",
        column="Deliveries",
        parts=classes,
    )
    delivered["table"] = Table(
        "deliveries-by-year",
        "CyberTipline reports made available to law enforcement, by recipient and class",
        ["Year", "Recipient", *classes, "Break"],
        [
            [
                year,
                recipient,
                *(warehouse.count(cells[name]) if name in cells else "none" for name in classes),
                " ".join(one["letter"] for one in delivered["breaks"] if one["year"] == year),
            ]
            for (year, recipient), cells in {
                key: {row["part"]: row for row in rows}
                for key, rows in groupby(
                    sorted(deliveries, key=lambda row: (-int(row["year"]), row["members"]["recipient_type"])),
                    lambda row: (row["year"], row["members"]["recipient_type"]),
                )
            }.items()
        ],
    )
    filed = by_year(
        warehouse,
        "files-by-year",
        "Files in CyberTipline reports",
        files,
        axis="files",
        column="Files",
        parts=file_types,
        parts_label="Type",
    )
    country_year, esp_year = (latest(warehouse, f"fct_cybertip_reports_by_{kind}") for kind in ("country", "esp"))
    countries = largest(warehouse, "fct_cybertip_reports_by_country", "cybertip_reports", country_year)
    for row in countries:
        row["label"] = warehouse.members["country", row["country_code"]]["label"]
        row["name"] = warehouse.named("country", row["country_code"], row["label"])
    esps = largest(warehouse, "fct_cybertip_reports_by_esp", "cybertip_esp_reports", esp_year)
    for row in esps:
        row["label"] = row["esp_name"]
        row["name"] = warehouse.named("esp", row["esp_name"], row["label"])
    return {
        "series": by_year(
            warehouse,
            "cybertipline-by-year",
            "Reports to the CyberTipline",
            reports,
            axis="reports a year",
            column="Reports",
            parts=eras,
        ),
        "turn": turn,
        "incidents": incidents,
        "incident_years": len(warehouse.series("cybertip_incidents")),
        "incident_breaks": type_breaks,
        "types": Table(
            "cybertipline-by-incident-type",
            f"Reports to the CyberTipline by type of incident, {type_years[-1]} to {type_years[0]}",
            ["Type", *type_years],
            [
                [
                    name,
                    *(warehouse.count(types[name, year]) if (name, year) in types else "none" for year in type_years),
                ]
                for name in named
            ],
            last_before=tuple(one["year"] for one in type_breaks),
        ),
        "files": filed,
        "files_per_report": warehouse.rows(
            "select * from marts.fct_rates where rate_id in ('cybertip_files_per_report', 'cybertip_files_per_provider_report') order by period_label desc"
        ),
        "deliveries": delivered,
        "country_year": country_year,
        "countries": ranking(
            warehouse,
            "cybertipline-by-country",
            f"Countries and territories with the most CyberTipline reports, {country_year}",
            "Country",
            countries,
        ),
        "in_the_us": warehouse.rows(
            "select * from marts.fct_rates where rate_id = 'cybertip_country_share' and period_label = ? and geography = 'US'",
            str(country_year),
        )[0],
        "esp_year": esp_year,
        "esps": ranking(
            warehouse,
            "cybertipline-by-provider",
            f"Electronic service providers with the most CyberTipline reports, {esp_year}",
            "Provider",
            esps,
        ),
    }


def unbroken(years) -> list[str]:
    """The newest years without a gap, newest first."""
    years = sorted(set(years), reverse=True)
    return [year for number, year in enumerate(years) if int(years[0]) - int(year) == number]


def largest_first(rows) -> list[tuple]:
    totals = {}
    for row in rows:
        totals[row["part"]] = totals.get(row["part"], 0) + row["count"]
    return sorted(totals.items(), key=lambda item: -item[1])


def largest(warehouse, fact: str, measure_id: str, year: int) -> list[dict]:
    longest = f"calendar_year = {year} qualify row_number() over (order by reports desc) <= {LONGEST}"
    return sorted(warehouse.fact(fact, measure_id, where=longest), key=lambda row: -row["count"])


def ranking(warehouse, name: str, title: str, column: str, rows) -> dict:
    return {
        "chart": Chart(name, title, source_lines(warehouse, rows), charts.bars(rows, title="reports")),
        "table": Table(name, title, [column, "Reports"], [[row["name"], warehouse.count(row)] for row in rows]),
    }


# questions, outcomes, shares -----------------------------------------------------------------------


def answers(warehouse, titles_only: bool = False) -> list[dict]:
    rows = warehouse.rows("select * from marts.answers order by is_title_question desc, question_id")
    rows = [row for row in rows if row["is_title_question"] or not titles_only]
    for row in rows:
        rates = warehouse.rows(
            """select * from marts.fct_rates
            where rate_id = ? and numerator_figure_id is not distinct from ? and denominator_figure_id is not distinct from ?""",
            row["rate_id"],
            row["numerator_figure_id"],
            row["denominator_figure_id"],
        )
        row["rate"] = rates[0] if rates and rates[0]["rate"] is not None else None
        shown = (row["shown_figure_ids"] or "").split(", ")
        figures = [row["numerator_figure_id"], row["denominator_figure_id"], row["published_figure_id"], *shown]
        for column in ("answer", "denominator_definition", "caveats", "unknown_reason", "needed_to_know"):
            row[column] = warehouse.prose(row[column], figures, rates)
        row["width"] = (
            round(100 * row["rate"]["rate"], 2) if row["rate"] and row["rate"]["scoring"] == "proportion" else None
        )
    return rows


def trail(warehouse) -> dict:
    """Programmes, those that NCMEC itself publishes about first, each with its periods, newest first."""
    programs = {}
    for row in warehouse.rows("""
            select stages.*, max(case when documents.publisher like 'National Center for Missing%' then 1 else 0 end) over (partition by program) as is_ncmec
            from marts.fct_outcome_stages as stages
            inner join marts.dim_documents as documents on stages.document_id = documents.document_id
            order by is_ncmec desc, program, stage_order, stages.period_label"""):
        programs.setdefault(row["program"], []).append(row)
    shares = {
        (rate["numerator_figure_id"], rate["denominator_figure_id"]): rate
        for rate in warehouse.rows("select * from marts.fct_rates where rate is not null and scoring = 'proportion'")
    }
    for rows in programs.values():
        for row in rows:
            end = warehouse.ends[row["period_label"]]
            row["year"] = str(end.year) if end else period(row["period_label"])
            # only where a share is declared is one count a part of another: the order says nothing
            row["share"], row["of"] = next(
                ((shares[key], other) for other in rows if (key := (row["figure_id"], other["figure_id"])) in shares),
                (None, None),
            )
    return programs


def told_together(rows) -> list[tuple]:
    """The rows of one programme: neighbours without a number of which the same is said stand together."""
    told = []
    for row in rows:
        same = told and all(
            told[-1][1][key] == row[key] for key in ("figure_id", "period_label", "publication_status", "note")
        )
        if same and not row["figure_id"]:
            told[-1][0].append(row["stage"])
        else:
            told.append(([row["stage"]], row))
    return told


def latest_years(rows) -> list[tuple]:
    """The rows of each year, newest first, those without a year last."""
    years = {}
    for row in rows:
        years.setdefault(row["year"], []).append(row)
    return sorted(years.items(), key=lambda one: (one[0].isdigit(), one[0]), reverse=True)


def newest_trail(programs) -> dict:
    """The programmes of NCMEC, each stage in its newest period."""
    return {
        name: [
            max(rows, key=lambda row: row["period_label"])
            for _, rows in groupby(stages, lambda row: row["stage_order"])
        ]
        for name, stages in programs.items()
        # the long lines of single recipients stay on the page of outcomes
        if stages[0]["is_ncmec"] and len({row["stage_order"] for row in stages}) <= 8
    }


def refused(warehouse) -> list[dict]:
    """Rates that cannot be computed or are only printed, one row a rate, with what is known of their parts."""
    rows = warehouse.rows("""
        select registry.rate_id, registry.rate_label, registry.reason, registry.reason_code, registry.declared_status, rates.period_label,
            rates.numerator_figure_id, rates.denominator_figure_id, rates.published_figure_id
        from marts.dim_rates as registry
        left join marts.fct_rates as rates on registry.rate_id = rates.rate_id
        left join marts.dim_periods as periods on rates.period_label = periods.period_label
        where registry.declared_status <> 'computed'
        -- the latest period of which most is known
        qualify row_number() over (
            partition by registry.rate_id
            order by (rates.numerator_figure_id is not null)::int + (rates.denominator_figure_id is not null)::int desc,
                periods.end_date desc nulls last
        ) = 1
        order by registry.declared_status, registry.reason_code, registry.rate_label""")
    for row in rows:
        row["of_period"] = as_old(warehouse, row) if row["period_label"] else ""
        row["reason"] = warehouse.prose(
            row["reason"], [row["numerator_figure_id"], row["denominator_figure_id"], row["published_figure_id"]]
        )
    return rows


def as_old(warehouse, row: dict) -> str:
    """The period of a number; an old one, and one beside which newer numbers are known, is called so."""
    label, end = row["period_label"], warehouse.ends[row["period_label"]]
    if end and row.get("newer_year") and row["newer_year"] > end.year:
        return f"{period(label)} (none of {row['newer_year']})"
    return f"{period(label)} (old)" if end and end.year < warehouse.newest_year - OLD else period(label)


def part_of(warehouse, rate: dict) -> str:
    """age group: Prepubescent; a country or provider by its name alone"""
    member = warehouse.members.get((rate["slice_dimension"], rate["slice_member"]))
    return f"{member['dimension_label']}: {member['label']}" if member else rate["slice_label"] or ""


def computed(warehouse) -> dict:
    """Every declared rate that is computed, with its newest number, for the whole where there is one."""
    rows = warehouse.rows("""
        select rates.*, registry.rate_label, periods.end_date, newer.year as newer_year from marts.fct_rates as rates
        inner join marts.dim_rates as registry on rates.rate_id = registry.rate_id
        inner join marts.dim_periods as periods on rates.period_label = periods.period_label
        left join (
            select measure_id, max(calendar_year) as year from marts.fct_published_figures
            where period_type = 'calendar_year' group by measure_id
        ) as newer on rates.numerator_measure_id = newer.measure_id
        inner join marts.dim_geographies as places on rates.geography = places.geography
        where registry.declared_status = 'computed' and rates.rate is not null
        qualify row_number() over (
            partition by rates.rate_id
            order by rates.slice_level <> 'all', periods.end_date desc nulls last, places.name = 'Unknown', rates.denominator_value desc,
                rates.numerator_value desc, rates.geography, rates.slice
        ) = 1
        order by registry.rate_label""")
    table = [
        [
            rate_name(row),
            warehouse.rate(row),
            ", ".join(filter(None, [part_of(warehouse, row), warehouse.geographies[row["geography"]]])),
            as_old(warehouse, row),
            warehouse.side(row, "numerator"),
            warehouse.side(row, "denominator"),
            row["denominator_label"],
        ]
        for row in rows
    ]
    columns = ["Share or ratio", "Newest", "Of", "Period", "Counted", "Out of", "Which is"]
    return {
        "computed": rows,
        "computed_table": Table("shares", "Computed shares and ratios", columns, table, style="stack"),
    }


# claims ----------------------------------------------------------------------------------------------


def in_words(warehouse, row) -> str | None:
    """What stands beside the claim: its figures, with unit and period, and what is between them."""
    evidence = [warehouse.figures[figure_id] for figure_id in row["evidence"]]
    if not evidence or row["computed_value"] is None:
        return None

    def of(figure):
        period = f" {when(figure['period_label'])}".rstrip()
        unit = "" if figure["unit_of_count"] in ("percent", "fraction") else f" {figure['unit_of_count']}"
        return Markup("{}{}{}").format(warehouse.figure(figure["figure_id"]), unit, period)

    value, kind = row["computed_value"], row["evidence_kind"]
    if kind == "figure" and len(evidence) > 1:
        added = Markup(" + ").join(warehouse.figure(figure["figure_id"]) for figure in evidence)
        return Markup("{} = {}").format(added, rounded(value) + f" {evidence[0]['unit_of_count']}")
    if kind == "figure":
        return of(evidence[0])
    if len(evidence) > 2:
        return Markup("{} from {}").format(rounded(value), Markup(", ").join(map(of, evidence)))
    first, second = evidence
    if kind == "rate":
        sign = "%" if abs(100 * first["value"] / second["value"] - value) < 1e-6 * value else ""
        return Markup("{} of {}: {}{}").format(warehouse.figure(first["figure_id"]), of(second), rounded(value), sign)
    if kind in ("arithmetic", "part"):
        # a product has no more digits than its shortest part
        product = spoken(bounded(value, max(2, min(digits(first["value"]), digits(second["value"]))), None))
        if second["unit_of_count"] == "percent":
            first, second = second, first
        word = "of" if first["unit_of_count"] == "percent" else "times"
        return Markup("{} {} {}: about {}").format(warehouse.figure(first["figure_id"]), word, of(second), product)
    if kind not in ("change", "fall", "difference"):
        return Markup("{} from {}").format(rounded(value), Markup(", ").join(map(of, evidence)))
    if crosses(warehouse, first, second):
        return Markup("{} against {}, counted differently: no change is formed").format(of(first), of(second))
    more = -value if kind == "fall" else value
    gap = rounded(abs(value)) + ("" if kind == "difference" else "%")
    return Markup("{} against {}: {} {}").format(of(first), of(second), gap, "more" if more > 0 else "fewer")


def crosses(warehouse, first: dict, second: dict) -> bool:
    """Whether a break that forbids the comparison lies between two figures of one measure."""
    ends = sorted(warehouse.ends[figure["period_label"]] for figure in (first, second))
    return first["measure_id"] == second["measure_id"] and any(
        row["comparability"] == "not_comparable" and ends[0] < row["first_day"] <= ends[1]
        for row in warehouse.breaks_of(first["figure_id"])
    )


def rounded(value: float) -> str:
    return spoken(round(value, 1))


def claims(warehouse, first: int | None = None, judged_only: bool = False) -> list[dict]:
    """Contradicted first, then by document; or the first few that a number contradicts; or without the words."""
    rows = warehouse.rows("""
        select claims.* from marts.fct_claims as claims
        inner join marts.dim_codes as codes on codes.code_list = 'verdict' and claims.verdict = codes.code
        order by claims.verdict <> 'contradicted', codes.sort_order, claims.document_id, claims.claim_id""")
    for row in rows:
        row["is_cut"] = row["verdict"] == "contradicted" and claim_is_cut(row)
    # of contradicted ones those last that are right but for their last digit
    rows.sort(key=lambda row: (row["verdict"] != "contradicted", row["is_cut"]))
    if judged_only:
        return rows
    if first:
        judged = [
            row
            for row in rows
            if row["verdict"] == "contradicted" and row["computed_value"] is not None and not row["is_cut"]
        ]
        rows = list({row["document_id"]: row for row in reversed(judged)}.values())[::-1][:first]
    for row in rows:
        row["evidence"] = [figure for figure in (row["evidence_figure_ids"] or "").split(", ") if figure]
        said = warehouse.rows(
            "select figure_id from marts.fct_published_figures where document_id = ? and place = ? and value = ? order by figure_id",
            row["document_id"],
            row["section"],
            row["claimed_value"],
        )
        # the statement repeats the article's own number, the verdict compares it with the evidence
        articles = [figure["figure_id"] for figure in said]
        row["words"] = f"{row['statement']} {warehouse.documents[row['document_id']]['title']}"
        row["statement"] = warehouse.prose(row["statement"], articles)
        row["has"] = in_words(warehouse, row)
        note, allowed = row["explanation"], None
        if row["has"]:
            # the words before are repeated by the figures themselves
            _, _, rest = note.partition(f" the claimed {row['claimed']}")
            allowed, note = re.match(r"(?: \((.*?)\))?\. ?(.*)", rest, flags=re.S).groups()
        shown = (row["shown_figure_ids"] or "").split(", ")
        # a bound that was read out of the words says nothing more than they do
        row["allowed"] = None if row["claimed_is"] == "reading" or (allowed or "").endswith("to any") else allowed
        row["note"] = warehouse.prose(note, [*row["evidence"], *articles, *shown])
        row["caveats"] = warehouse.prose(row["caveats"], row["evidence"])
    return rows


def claim_is_cut(row: dict) -> bool:
    """18.4 million for 18,462,422: the last digits are left off where they should be rounded."""
    return (
        row["computed_value"] is not None
        and row["claimed_value"] is not None
        and row["claimed_is"] == "stated"
        and is_cut(row["claimed_value"], row["computed_value"])
    )


# differences -----------------------------------------------------------------------------------------


def discrepancies(warehouse) -> list[dict]:
    """Printed numbers that their own parts do not give; lines with one explanation stand together."""
    rows = warehouse.rows("""
        select checks.*, known.discrepancy_id from marts.fct_reconciliations as checks
        inner join marts.dim_known_discrepancies as known on checks.check_id = known.check_id
        where checks.status = 'known_discrepancy'
        order by count(*) over (partition by checks.explanation), checks.explanation, checks.document_id, known.discrepancy_id""")
    parts = {}
    for row in warehouse.rows("""
        select check_id, figure_id from marts.fct_check_sides where side = 'recomputed'
        order by check_id, role = 'numerator' desc, figure_id"""):
        parts.setdefault(row["check_id"], []).append(row["figure_id"])
    for row in rows:
        row["printed"] = warehouse.figures[row["published_figure_id"]]
        row["parts"] = parts.get(row["check_id"], [])
        row["is_cut"] = is_cut(row["published_value"], row["recomputed_value"])
        row["name"] = line_name(row["printed"])
        row["sign"] = "%" if row["printed"]["unit_of_count"] == "percent" else ""
    # one explanation can be of many lines, one pair of numbers be met by several checks
    groups, by_pair, by_reason = [], {}, {}
    for row in rows:
        pair = (row["published_value"], row["recomputed_value"])
        group = by_pair.get(pair) or by_reason.get(row["explanation"])
        if group is None:
            groups.append(group := [])
        by_pair[pair] = by_reason[row["explanation"]] = group
        group.append(row)
    return [
        {
            "explanations": [
                warehouse.prose(
                    explanation,
                    [figure_id for row in lines for figure_id in [row["published_figure_id"], *row["parts"]]],
                )
                for explanation in dict.fromkeys(row["explanation"] for row in lines)
            ],
            "lines": lines,
            "told": same_lines(lines),
        }
        for lines in sorted(groups, key=len)
    ]


def same_lines(lines: list[dict]) -> list[list[dict]]:
    """Checks that a reader could not tell apart, the one with most parts first: one printed text, one result."""
    told = {}
    for row in lines:
        key = (row["name"], row["printed"]["shown"], row["recomputed_value"], row["document_id"])
        told.setdefault(key, []).append(row)
    return [sorted(rows, key=lambda row: -len(row["parts"])) for rows in told.values()]


def line_name(figure: dict) -> str:
    """The row and column of a number and its period, without what only says that it stands in a text."""
    row, column, of = figure["row_label"], figure["column_label"], period(figure["period_label"])
    if column.casefold() in ("text", "callout", "as recorded", row.casefold()):
        # a bare total is called what it counts
        name = figure["measure_label"] if row.casefold() == "total" else row
    else:
        name = f"{row}, {column.lower() if column.isupper() else column}"
    return name if of in name else f"{name}, {of}"


def conflicts(warehouse) -> list[dict]:
    """By nature and subject: the years of one subject, and subjects of one explanation, stand together."""
    rows = warehouse.rows("""
        select conflicts.* from marts.fct_conflicts as conflicts
        inner join marts.dim_codes as kinds on kinds.code_list = 'conflict_nature' and conflicts.nature = kinds.code
        order by kinds.sort_order, conflicts.conflict_kind, conflicts.period_label desc, conflicts.conflict_id""")
    alike = Counter((row["nature"], row["explanation"]) for row in rows if row["explanation"] != "unexplained")
    groups = {}
    for row in rows:
        row["is_cut"] = any(
            is_cut(*pair)
            for pair in (
                (row["first_value"], row["second_value"]),
                (row["second_value"], row["first_value"]),
            )
        )
        row["subject"] = subject_of(row["title"])
        figures = [row["first_figure_id"], row["second_figure_id"]]
        row["note"] = "" if row["explanation"] == "unexplained" else warehouse.prose(row["explanation"], figures)
        of_one_reason = alike[row["nature"], row["explanation"]] > 1
        groups.setdefault((row["nature"], row["explanation"] if of_one_reason else row["subject"]), []).append(row)
    for lines in groups.values():
        title = title_of(lines)
        for row in lines:
            # what of its title the heading above does not say
            row["which"] = (
                row["title"].removeprefix(title).strip(" ,") if row["title"] != title else row["period_label"]
            )
    return [
        {
            "nature": nature,
            "title": title_of(lines),
            "rows": lines,
            # told once where all lines have the same one
            "note": lines[0]["note"] if len({str(row["note"]) for row in lines}) == 1 else None,
        }
        for (nature, _), lines in groups.items()
    ]


def title_of(lines: list[dict]) -> str:
    """Of one line its own title, of several what they share."""
    if len(lines) == 1:
        return lines[0]["title"]
    subjects = list(dict.fromkeys(row["subject"] for row in lines))
    if len(subjects) == 1:
        return subjects[0]
    words = [subject.split() for subject in subjects]
    shared = [word for word, *_ in takewhile(lambda them: len(set(them)) == 1, zip(*words, strict=False))]
    ends = [" ".join(one[len(shared) :]) for one in words]
    return " ".join([*shared, f"{', '.join(ends[:-1])} and {ends[-1]}"])


def subject_of(title: str) -> str:
    """A label without the period that stands behind its comma"""
    return re.sub(r",? (?:in |of |at the end of )?(?:FY )?\d{4}$", "", title)


def restatements(warehouse) -> Table:
    rows = warehouse.rows("""
        select restated.*, measures.measure_label from marts.fct_restatements as restated
        inner join marts.dim_measures as measures on restated.measure_id = measures.measure_id
        order by restated.measure_id, restated.period_label, restated.slice""")
    columns = ["Measure", "Period", "Earlier", "Later", "What it is", "Explanation"]
    table = [
        [
            row["measure_label"],
            period(row["period_label"]),
            warehouse.figure(row["earlier_figure_id"]),
            warehouse.figure(row["later_figure_id"]),
            CUT if is_cut(row["earlier_value"], row["later_value"]) else "restated",
            row["explanation"],
        ]
        for row in rows
    ]
    return Table("restatements", "Numbers that a later document prints otherwise", columns, table)


# sources ---------------------------------------------------------------------------------------------


def sources(warehouse: Warehouse) -> list[dict]:
    """What was read in full first; of those that were not at hand the publishers of the numbers before who repeats them."""
    rows = warehouse.rows("""
        select documents.*, readings.sort_order, count(figures.figure_id) as figures from marts.dim_documents as documents
        inner join marts.dim_codes as readings on readings.code_list = 'reading' and documents.reading = readings.code
        left join marts.fct_published_figures as figures on documents.document_id = figures.document_id
        group by all
        order by readings.sort_order, documents.source_kind, documents.publisher, documents.title, documents.document_id""")
    kinds = groupby(rows, lambda row: (row["reading"], row["source_kind"]))
    return [{"reading": reading, "source_kind": kind, "documents": list(of)} for (reading, kind), of in kinds]


def document(warehouse: Warehouse, document_id: str) -> dict:
    figures = [row for row in warehouse.figures.values() if row["document_id"] == document_id]
    table = Table(
        document_id,
        f"Numbers of {warehouse.documents[document_id]['title']}",
        ["Number", "Counts", "Of", "Period", "Place", "Row", "Column", "Where"],
        [
            [
                row["shown"],
                f"{row['measure_label']} ({row['unit_of_count']})",
                warehouse.parts_in_words(row["figure_id"]) or "all",
                period(row["period_label"]),
                row["place_name"],
                row["row_label"] if row["printed"] else row_words(row["row_label"]),
                row["column_label"],
                row["place"],
            ]
            for row in figures
        ],
        folder="",
    )
    places = {}
    for figure, row in zip(figures, table.rows, strict=True):
        places.setdefault(row[-1], []).append((figure, row))
    row = warehouse.documents[document_id]
    return {
        "document_row": row,
        "figures": figures,
        "table": table,
        "places": [of_place(*one) for one in places.items()],
    }


def of_place(place: str, numbers: list[tuple]) -> dict:
    """The numbers of one place of a document. What is the same in every row is said once, the place in the heading."""
    columns = range(1, len(numbers[0][1]) - 1)
    same = [number for number in columns if len(numbers) > 1 and len({row[number] for _, row in numbers}) == 1]
    return {
        "place": place,
        "numbers": numbers,
        "same": same,
        "kept": [number for number in columns if number not in same],
    }
