"""The first page: the newest numbers, missing children, the CyberTipline. One function a section."""

from itertools import groupby, pairwise

from scripts.report import charts
from scripts.report.charts import Chart
from scripts.report.series import by_year, latest, source_lines, unbroken
from scripts.report.tables import Table

BANDS = 5
LONGEST = 15


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
