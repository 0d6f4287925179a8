"""Turns the YAML files of bi/assets into what Superset imports: a dataset and a dashboard each stand in one short file.

What the files leave out is read from the published file: columns with their types and descriptions, the newest year
of a filter, the documents behind a fact, the breaks of a measure, the labels that have a colour of their own.
"""

import itertools
import json
import math
import re
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined

from bi.colours import BANDS, OF_CODES, OF_LABELS

BI = Path(__file__).resolve().parent
ASSETS = BI / "assets"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DATABASE = 1
OURS = "6e636d65-6300-4000-8000-"  # how the identifiers begin of all that these files make
TYPES = {"BOOLEAN": "BOOLEAN", "DATE": "DATE", "VARCHAR": "VARCHAR", "DOUBLE": "DOUBLE", "DECIMAL": "DOUBLE"}

# columns that many datasets add
COMMON = {
    "year": {"name": "Year", "description": "The year, as a label."},
    "year_start": {"name": "Year (as a date)", "description": "First day of the year, for what needs a date."},
    "year_mark": {"name": "Year", "description": "The year; a star where a declared break of the series begins."},
    "period_name": {"name": "Period"},
    "everything": {"name": "All words of the row", "description": "What the search box of the table looks through."},
}

# words of the registries that say to readers what stands in the file, as on the pages of make report
PLAIN = [
    (r"\b(is|are|not|nothing|none|documents|be) loaded\b", r"\1 at hand"),
    (r"\bloaded ((?:primary |secondary |provider )?[a-z]+)\b", r"\1 at hand"),
    (r"\bloaded\b", "at hand"),
    # a place of a document that only a collection recorded
    (r"^body( /|,|$)", r"running text\1"),
    (r"( /|,) body$", r"\1 running text"),
]

# what every chart of a kind has, unless its file says otherwise
BARS = {"stack": "Stack", "y_axis_format": ",d", "show_legend": True, "legendOrientation": "top", "rich_tooltip": True, "only_total": True, "show_value": True, "row_limit": 10_000, "color_scheme": "ncmec", "groupby": [], "xAxisLabelInterval": "0", "truncateYAxis": False, "x_axis_time_format": "%Y", "tooltipTimeFormat": "%Y", "time_grain_sqla": "P1Y", "forceMaxInterval": True, "y_axis_title_position": "Top", "y_axis_title_margin": 15}  # fmt: skip
DEFAULTS = {
    "big_number": {"show_timestamp": True, "time_format": "%Y", "show_trend_line": False, "start_y_axis_at_zero": True, "time_grain_sqla": "P1Y", "x_axis": "year_start", "y_axis_format": ",d", "header_font_size": 0.4, "subtitle_font_size": 0.125},
    "big_number_total": {"y_axis_format": ",d", "header_font_size": 0.4, "subtitle_font_size": 0.125},
    "echarts_timeseries_bar": BARS,
    "echarts_timeseries_line": BARS | {"stack": None, "markerEnabled": True, "markerSize": 6},
    "table": {"query_mode": "raw", "row_limit": 10_000, "page_length": 0, "include_search": True, "show_cell_bars": False, "order_by_cols": []},
    "map_key": {"query_mode": "aggregate", "groupby": ["band_label"], "metrics": ["Shade", "Places", "Few reports"], "timeseries_limit_metric": "Shade", "order_desc": True, "row_limit": 100, "page_length": 0, "show_cell_bars": False, "conditional_formatting": [{"column": "Shade", "operator": "=", "targetValue": band + 1, "colorScheme": colour} for band, colour in enumerate(BANDS)]},
    "pivot_table_v2": {"metricsLayout": "COLUMNS", "aggregateFunction": "Sum", "rowOrder": "key_a_to_z", "colOrder": "key_z_to_a", "valueFormat": ",d", "row_limit": 10_000},
    "country_map": {"select_country": "usa", "entity": "iso_3166_2", "number_format": ",.1f"},
    "world_map": {"entity": "iso_alpha_3", "country_fieldtype": "cca3", "show_bubbles": False, "color_by": "metric", "y_axis_format": ",.1f", "row_limit": 10_000},
}  # fmt: skip
# a table too long for the browser: the server sends a page, and searches all rows (bi/superset_config.py)
LONG = {
    "server_pagination": True,
    "server_page_length": 50,
    "page_length": 50,
    "row_limit": 100_000,
    "search_in": "everything",
}
STYLE = """
.search-select-container { display: none; }
.pvtTable thead tr:first-child .pvtAxisLabel { visibility: hidden; }
/* the total comes after the last row, not over it */
.pvtTable tr.pvtRowTotals { position: static !important; }
/* a table wider or longer than its frame says so, and a number is shown whole or not at all */
.dashboard-chart { position: relative; timeline-scope: --columns, --rows; }
.superset-chart-table div:has(> table > tbody), .pivot_table_v_2 div:has(> div > .pvtTable) { scroll-timeline: --columns inline, --rows block; animation: more linear both; animation-timeline: --columns; }
.dashboard-chart::before, .dashboard-chart::after { position: absolute; z-index: 2; padding: 0 6px; border-radius: 4px; background: #33658a; color: #fff; font-size: 12px; opacity: 0; pointer-events: none; animation: sign linear both; }
.dashboard-chart::after { content: "more columns →"; right: 0; top: 0; animation-timeline: --columns; }
.dashboard-chart::before { content: "more rows ↓"; left: calc(50% - 40px); bottom: 0; animation-timeline: --rows; }
.superset-chart-table tbody td[title], .pvtTable .pvtVal, .pvtTable .pvtTotal { animation: whole linear both, whole linear both reverse; animation-timeline: view(inline); animation-range: entry, exit; }
@keyframes more { from, 98% { mask-image: linear-gradient(to left, #0003, #000 40px); } to { mask-image: none; } }
@keyframes sign { from, 98% { opacity: 1; } to { opacity: 0; } }
@keyframes whole { from, 99% { color: transparent; } }
"""
# a phone leaves no room beside the filters, and Superset then draws nothing: the page is laid out as on a screen of SMALL
# pixels, its rows are folded, and each chart is zoomed to the phone's width (cards two by two); the filters are a sheet
# behind a button (bi/superset_config.py folds them at first)
SMALL, GUTTER, PHONE, CARD, WORDS = 456, 16, 344, 1.5, 215
ON_A_PHONE = """@media (max-width: 760px) {
  .dashboard { max-width: 100vw; overflow-x: hidden; }
  .dashboard .grid-container { min-width: %dpx; }
  .grid-container .grid-row, .grid-container .ant-tabs { max-width: calc(100vw - 24px); }
  .grid-container .grid-row { flex-wrap: wrap; }
  .grid-container .grid-row > * { max-width: 100%%; margin-right: 6px !important; overflow-x: auto; }
  .grid-container .dashboard-markdown, .grid-container .dashboard-markdown > * { width: calc(100vw - 32px) !important; height: auto !important; }
  .grid-row .resizable-container:has(table, canvas) { height: auto !important; }
  .grid-row :is(.dashboard-component-chart-holder, .chart-slice):has(table, canvas) { height: auto; }
  .grid-row .dashboard-chart:has(canvas) { overflow: visible; }
  .chart-slice:is([data-test-viz-type^=big_number], [data-test-viz-type$=_map]) { overflow: hidden; }
  .resizable-container:has(> * > [data-test-viz-type^=big_number]) { height: 152px !important; }
  [data-test-viz-type^=big_number] .slice_container { margin-top: -14px; }
  [data-test-viz-type^=big_number] :is(.subheader-line, .subtitle-line) { font-size: 8px !important; line-height: 1.2; white-space: normal; height: auto !important; }
  .resizable-container:has(> * > [data-test-viz-type$=_map]) { height: 310px !important; }
  [data-test-viz-type$=_map] .slice_container { margin-top: -90px; }
  [data-test=slice-header] { position: sticky; left: 0; z-index: 1; max-width: calc(100vw - 56px); }
  .superset-chart-table input[placeholder*=record] { width: 150px; }
  .grid-container :is(.superset-chart-table, .pivot_table_v_2) :is(td, th) { min-width: 3.2em; max-width: %dpx !important; padding: 4px !important; }
  .header-with-actions { width: 100vw; }
  .header-with-actions .right-button-panel, .header-with-actions .title-panel > :nth-child(2), #main-menu .main-nav { display: none; }
  #main-menu .ant-row { flex-flow: row nowrap; }
  #main-menu .ant-col { flex: none; width: auto; }
  [data-test=dashboard-filters-panel] { position: fixed; z-index: 110; width: 0; height: 0; }
  [data-test=filter-bar__collapsable].open { position: fixed; inset: auto auto 12px 12px; width: auto; height: 44px; padding: 0 18px; border: 0; border-radius: 22px; background: #33658a; box-shadow: 0 2px 10px #0006; flex-direction: row; align-items: center; }
  [data-test=filter-bar__collapsable].open > * { display: none; }
  [data-test=filter-bar__collapsable].open::after { content: "Filters"; color: #fff; font-size: 15px; }
  [data-test=filter-bar].open > .open { position: fixed; inset: auto 0 0 !important; width: 100vw; height: 65vh !important; box-shadow: 0 0 20px #0006; }
%s
}
"""

QUANTILES = [band / len(BANDS) for band in range(1, len(BANDS))]

# what a click elsewhere does not filter: the shades of a map, their key and the cards belong to the whole
STILL = {"country_map", "world_map", "map_key", "big_number", "big_number_total"}


def uuid(number: int) -> str:
    return f"{OURS}{number:012d}"


def plain(text: str) -> str:
    for pattern, words in PLAIN:
        text = re.sub(pattern, words, text)
    return text


def plain_sql(sql: str, columns: list[str]) -> str:
    """The same in the columns of a dataset."""
    if not columns:
        return sql
    for pattern, words in PLAIN:
        said = ", ".join(f"regexp_replace({each}, '{pattern}', '{words}', 'g') as {each}" for each in columns)
        sql = f"select * replace ({said}) from (\n{sql}\n)"
    return sql


def spans(years: list[int]) -> str:
    """Years in a row as first to last."""
    runs = [list(run) for _, run in itertools.groupby(years, key=lambda year: year - years.index(year))]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


class Published:
    """What the assets may ask of the file; every answer is read from its marts."""

    def __init__(self, connection):
        self.connection = connection
        self.comments = {
            (mart, name): comment
            for mart, name, comment in self.rows(
                "select table_name, column_name, comment from duckdb_columns() where schema_name = 'marts'"
            )
        }

    def rows(self, sql: str, *parameters) -> list[tuple]:
        return self.connection.execute(sql, list(parameters)).fetchall()

    def sources(self, fact: str) -> str:
        """Titles of the documents from which the fact's rows come, each with its years."""
        columns = [name for name, *_ in self.rows(f"describe marts.{fact}")]
        year = "as_of_year" if "as_of_year" in columns else "calendar_year"
        documents = self.rows(f"""
            select
                documents.title,
                list(distinct facts.{year} order by facts.{year}) as years,
                any_value(codes.label) as recorded
            from marts.{fact} as facts
            inner join marts.dim_documents as documents using (document_id)
            left join marts.dim_codes as codes
                on codes.code_list = 'reading' and codes.code = 'as_recorded' and documents.reading = codes.code
            group by documents.title
            order by years, documents.title
        """)
        return "; ".join(
            f"{title} ({', '.join(filter(None, [spans(years), recorded]))})" for title, years, recorded in documents
        )

    def breaks(self, measure_id: str, parts: bool = False) -> list[dict]:
        """Declared breaks of a measure, or of its parts: the first year of the new way of counting, whether to compare, and why."""
        found = self.rows(
            """
            select breaks.first_period_after, arg_min(codes.label, codes.sort_order), breaks.description
            from marts.dim_structural_breaks as breaks
            inner join marts.dim_codes as codes on codes.code_list = 'comparability' and breaks.comparability = codes.code
            where breaks.measure_id = ? and (breaks.slice = 'all') = not ?::boolean
            group by breaks.first_period_after, breaks.description
            order by 1, 3
            """,
            measure_id,
            parts,
        )
        return [{"year": year, "comparability": label, "description": plain(why)} for year, label, why in found]

    def colours(self) -> dict[str, str]:
        """The colour of each label that has one."""
        labels = {
            (code_list, code): label
            for code_list, code, label in self.rows(
                "select code_list, code, label from marts.dim_codes"
                " union all select dimension, member, label from marts.dim_members"
            )
        }
        return OF_LABELS | {
            plain(labels[of, code]): colour
            for of, codes in OF_CODES.items()
            for code, colour in codes.items()
            if (of, code) in labels
        }

    def per(self, rate_id: str) -> str:
        """For how many people a rate is shown: 100,000."""
        return f"{self.rows('select any_value(shown_per) from marts.fct_rates where rate_id = ?', rate_id)[0][0]:,}"

    def shades(self) -> dict[str, list[float]]:
        """Rate of a map: where each shade but the last ends, as a share of the way from the smallest to the largest
        value: as many places in each in the newest period, at a number with two digits."""
        found = {}
        for rate_id, low, high, ends in self.rows(f"""
            with newest as (
                select rate_id, shown_rate
                from marts.fct_rates
                where shown_per is not null and shown_rate is not null and slice = 'all'
                qualify period_label = max(period_label) over (partition by rate_id)
            )
            select rate_id, min(shown_rate), max(shown_rate), quantile_cont(shown_rate, {QUANTILES}) from newest group by rate_id order by rate_id
        """):
            round_ends = [round(end, 1 - math.floor(math.log10(end))) if end > 0 else 0.0 for end in ends]
            found[rate_id] = [(end - low) / (high - low) for end in round_ends] if high > low else list(QUANTILES)
        return found

    def newest(self, sql: str, column: str, where: dict[str, str]) -> str:
        conditions = " and ".join(["true", *(f"{name} = ?" for name in where)])
        return self.rows(f"select max({column}) from ({sql}) where {conditions}", *where.values())[0][0]

    def columns(self, sql: str) -> dict[str, tuple[str, str | None]]:
        """Name: type and, from the first mart that has a column of that name, description."""
        marts = re.findall(r"\bmarts\.(\w+)", sql)
        return {
            name: (
                TYPES.get(kind.split("(")[0], "BIGINT"),
                next((self.comments[mart, name] for mart in marts if (mart, name) in self.comments), None),
            )
            for name, kind, *_ in self.rows(f"describe {sql}")
        }


def dataset(published: Published, name: str, spec: dict) -> dict:
    given = spec.get("columns", {})
    columns = []
    for column, (kind, comment) in published.columns(spec["sql"]).items():
        own = given.get(column) or COMMON.get(column, {})
        description = own.get("description", comment)
        if not description:
            raise ValueError(f"column {column} of dataset {name} has no description")
        columns.append(
            {
                "column_name": column,
                "verbose_name": own.get("name", column.replace("_", " ").capitalize()),
                "description": description,
                "type": kind,
                "is_dttm": kind == "DATE",
                "groupby": True,
                "filterable": True,
                "is_active": True,
            }
        )
    if missing := given.keys() - {column["column_name"] for column in columns}:
        raise ValueError(f"dataset {name} has no column {', '.join(sorted(missing))}")
    return {
        "uuid": uuid(spec["id"]),
        "database_uuid": uuid(DATABASE),
        "schema": "marts",
        "table_name": name,
        "description": spec["description"],
        "sql": plain_sql(spec["sql"], [column for column, own in given.items() if own.get("plain")]),
        "columns": columns,
        "metrics": [
            {"metric_name": metric, "verbose_name": metric, "expression": own["sql"], "description": own["description"], "d3format": own.get("format", ",d")}
            for metric, own in spec.get("metrics", {}).items()
        ],
        "version": "1.0.0",
    }  # fmt: skip


# what the file of a dataset may say of a column for the tables that show it
CONFIGS = {"format": "d3NumberFormat", "width": "columnWidth", "align": "horizontalAlign"}


def condition(column: str, value) -> dict:
    """A filter as a chart's file writes it: a value, a list of values, or `not null`."""
    operator = "IS NOT NULL" if value == "not null" else "IN" if isinstance(value, list) else "=="
    comparator = {} if value == "not null" else {"comparator": value}
    return {"clause": "WHERE", "expressionType": "SIMPLE", "subject": column, "operator": operator, **comparator}


def chart(published: Published, spec: dict, datasets: dict[str, dict]) -> dict:
    source = datasets[spec["dataset"]]
    params = DEFAULTS[spec["viz"]] | spec.get("params", {})
    params["adhoc_filters"] = [condition(*each) for each in spec.get("where", {}).items()]
    if spec["viz"].startswith("echarts"):
        params.setdefault("y_axis_title", ", ".join(params["metrics"]).lower())
        if params.get("orientation") == "horizontal":  # below the axis
            params |= {"y_axis_title_position": "Left", "y_axis_title_margin": 30}
    if params.get("x_axis") == "year_start" and spec["viz"].startswith("echarts"):
        # a date has no star: bi/start.py draws a line before the bars of these years
        params["breaks"] = [each["year"] for each in published.breaks(spec["where"]["about"])]
    if spec["viz"] in ("country_map", "world_map"):
        params["linear_color_scheme"] = f"ncmec_{spec['where']['rate_id']}"
    if spec["viz"] == "pivot_table_v2":
        params["all_columns"] = params["groupbyRows"] + params["groupbyColumns"]  # their names reach the browser so
    if spec["viz"] == "table":
        params |= LONG if spec.get("long") else {}
        params["column_config"] = {
            column: {config: own[key] for key, config in CONFIGS.items() if key in own}
            for column, own in source.get("columns", {}).items()
            if column in params["all_columns"] and own.keys() & CONFIGS.keys()
        }
        params["order_by_cols"] = [f'["{column.lstrip("-")}", {"false" if column[0] == "-" else "true"}]' for column in params["order_by_cols"]]  # fmt: skip
    return {
        "uuid": uuid(spec["id"]),
        "dataset_uuid": uuid(source["id"]),
        "slice_name": spec["title"],
        "description": spec["description"],
        "viz_type": "table" if spec["viz"] == "map_key" else spec["viz"],
        "params": params,
        "version": "1.0.0",
    }


def native_filter(
    published: Published, number: int, spec: dict, datasets: dict[str, dict], ids: dict[str, int]
) -> dict:
    """A filter of the left bar; `newest: true` asks for one value and begins with the last one that the data hold."""
    source, column, newest = datasets[spec["dataset"]], spec["column"], spec.get("newest", False)
    if unknown := set(spec["charts"]) - ids.keys():
        raise ValueError(f"filter {spec['name']} names no chart of its dashboard: {', '.join(sorted(unknown))}")
    where = spec.get("where", {})
    chosen = {"extraFormData": {}, "filterState": {}}
    if newest:
        value = [published.newest(source["sql"], column, where)]
        chosen = {
            "extraFormData": {"filters": [{"col": column, "op": "IN", "val": value}]},
            "filterState": {"value": value, "label": value[0]},
        }
    return {
        "id": f"NATIVE_FILTER-{number}",
        "name": spec["name"],
        "description": spec.get("description", ""),
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "targets": [{"datasetUuid": uuid(source["id"]), "column": {"name": column}}],
        "controlValues": {
            "enableEmptyFilter": newest,
            "defaultToFirstItem": False,
            "multiSelect": not newest,
            "searchAllOptions": False,
            "inverseSelection": False,
            "sortAscending": not newest,
        },
        "adhoc_filters": [condition(*each) for each in where.items()],
        "defaultDataMask": chosen,
        "cascadeParentIds": [],
        "scope": {
            "rootPath": ["ROOT_ID"],
            "excluded": [id for name, id in ids.items() if name not in spec["charts"]],
        },
    }


def charts(spec: dict) -> list[dict]:
    """The charts of a dashboard's file, in reading order."""
    return [each for tab in spec["tabs"] for row in tab["rows"] for each in row.get("charts", [])]


def on_a_phone(spec: dict, datasets: dict[str, dict]) -> str:
    """Each chart as wide as the phone; a narrow one is not made coarse. Titles and the letters of tables have one size."""
    column = (SMALL - 11 * GUTTER) / 12
    rules = []
    for row in itertools.chain.from_iterable(tab["rows"] for tab in spec["tabs"]):
        for each in row.get("charts", []):
            wide, frame = column * each["width"] + GUTTER * (each["width"] - 1), f"  .grid-row > :has(#CHART-{each['name']})"  # fmt: skip
            is_card = each["viz"].startswith("big_number")
            is_table = each["viz"] in ("table", "map_key", "pivot_table_v2")
            # a table moves sideways in a frame as wide as the phone
            zoom = CARD if is_card else 1 if is_table else min(PHONE / wide, 1.3)
            if each["viz"].startswith("echarts"):
                # under zoom a touch would find another bar than the one that it is on
                below, right = (f"{(zoom - 1) * size:.0f}px" for size in (row["height"] * 8, wide))
                rules.append(f"{frame} .resizable-container {{ transform: scale({zoom:.2f}); transform-origin: 0 0; margin: 0 {right} {below} 0; }}")  # fmt: skip
            else:
                rules.append(f"{frame} {{ zoom: {zoom:.2f}; }}")
            rules.append(f"{frame} [data-test=slice-header] {{ zoom: {(0.87 if is_card else 1) / zoom:.2f}; }}")
            if is_table:
                rules.append(
                    f"{frame} :is(.resizable-container, .superset-chart-table div[style*=width], .pivot_table_v_2, .pivot_table_v_2 > div, .pivot_table_v_2 > div > div) {{ width: 100% !important; max-width: 100% !important; }}"
                )
                rules.append(f"{frame} table :is(td, th) {{ font-size: 11px; }}")
                named = datasets[each["dataset"]].get("columns", {})
                for place, shown in enumerate(each.get("params", {}).get("all_columns", []), 1):
                    if words := named.get(shown, {}).get("width"):
                        rules.append(f"{frame} :is(td, th):nth-child({place}) {{ min-width: {min(words, WORDS)}px; }}")
            if each["viz"] == "map_key":
                rules.append(f"{frame} .resizable-container {{ height: 260px !important; }}")
                rules.append(f"{frame} th svg {{ display: none; }}")
    return ON_A_PHONE % (SMALL, WORDS, "\n".join(rules))


def dashboard(published: Published, spec: dict, datasets: dict[str, dict]) -> dict:
    """Tabs of rows of charts; Superset wants each as a node that names its children and its parents."""
    position = {"DASHBOARD_VERSION_KEY": "v2"}
    made = charts(spec)
    ids = {each["name"]: each["id"] for each in made}

    def node(kind: str, name: str, parents: list[str], **meta) -> str:
        key = f"{kind}-{name}"
        position[key] = {"type": kind, "id": key, "children": [], "parents": parents, "meta": meta}
        if parents:
            position[parents[-1]]["children"].append(key)
        return key

    def text(name: str, parents: list[str], code: str, height: int) -> None:
        row = node("ROW", f"text-{name}", parents, background="BACKGROUND_TRANSPARENT")
        node("MARKDOWN", name, [*parents, row], width=12, height=height, code=code)

    position["ROOT_ID"] = {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]}
    position["GRID_ID"] = {"type": "GRID", "id": "GRID_ID", "children": [], "parents": ["ROOT_ID"]}
    position["HEADER_ID"] = {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": spec["title"]}}
    text("about", ["ROOT_ID", "GRID_ID"], spec["about"], spec["height"])
    tabs = ["ROOT_ID", "GRID_ID", node("TABS", "all", ["ROOT_ID", "GRID_ID"])]
    for number, tab in enumerate(spec["tabs"]):
        inside = [*tabs, node("TAB", str(number), tabs, text=tab["tab"])]
        for place, row in enumerate(tab["rows"]):
            name = f"{number}-{place}"
            if "text" in row:
                text(name, inside, row["text"], row["height"])
                continue
            parents = [*inside, node("ROW", name, inside, background="BACKGROUND_TRANSPARENT")]
            for each in row["charts"]:
                node("CHART", each["name"], parents, chartId=each["id"], uuid=uuid(each["id"]), width=each["width"], height=row["height"], sliceName=each["title"])  # fmt: skip
    return {
        "uuid": uuid(spec["id"]),
        "dashboard_title": spec["title"],
        "slug": spec["slug"],
        "published": True,
        "css": STYLE + on_a_phone(spec, datasets),
        "position": position,
        "metadata": {
            "cross_filters_enabled": True,
            "global_chart_configuration": {
                "scope": {"rootPath": ["ROOT_ID"], "excluded": [each["id"] for each in made if each["viz"] in STILL]},
            },
            "label_colors": published.colours(),
            "native_filter_configuration": [
                native_filter(published, spec["id"] * 100 + place, each, datasets, ids)
                for place, each in enumerate(spec["filters"])
            ],
        },
        "version": "1.0.0",
    }


def in_double_quotes(value) -> str:
    """Texts of the file stand between double quotes in YAML: what would end those is escaped."""
    return str(value).replace("\\", "\\\\").replace('"', '\\"')


def read(connection) -> dict[str, dict[str, dict]]:
    """The files of bi/assets by folder and name, with what they ask of the published file filled in."""
    jinja = Environment(undefined=StrictUndefined, finalize=in_double_quotes, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    published = Published(connection)
    settings = yaml.load((BI.parent / "dbt_project.yml").read_text(encoding="utf-8"), LOADER)["vars"]  # noqa: S506
    names = {"sources": published.sources, "breaks": published.breaks, "per": published.per, "shades": published.shades(), "bands": len(BANDS), "few": settings["small_denominator_below"]}  # fmt: skip
    found: dict[str, dict[str, dict]] = {}
    for file in sorted(ASSETS.rglob("*.yaml")):
        text = jinja.from_string(file.read_text(encoding="utf-8")).render(names)
        found.setdefault(file.parent.name, {})[file.stem] = yaml.load(text, LOADER)  # noqa: S506
    return found


def filled(connection) -> dict[str, str]:
    """Path: text, as Superset imports it; JSON, which is YAML too."""
    published, specs = Published(connection), read(connection)
    datasets = specs["datasets"]
    made = {"metadata": specs["assets"]["metadata"]}
    made |= {f"databases/{name}": spec for name, spec in specs["databases"].items()}
    made |= {f"datasets/{name}": dataset(published, name, spec) for name, spec in datasets.items()}
    for name, spec in specs["dashboards"].items():
        made[f"dashboards/{name}"] = dashboard(published, spec, datasets)
        made |= {f"charts/{each['name']}": chart(published, each, datasets) for each in charts(spec)}
    return {f"{path}.yaml": json.dumps(spec, ensure_ascii=False) for path, spec in made.items()}
