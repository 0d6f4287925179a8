"""Who has a page of its own: states, countries and providers, with what is known of each besides numbers."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field

from scripts.report.figures import Warehouse
from scripts.report.words import period


@dataclass(frozen=True)
class Kind:
    folder: str
    title: str
    one: str
    dimensions: tuple[str, ...]  # the first one is that of the main table
    rates: tuple[str, ...]  # shown in the index, at the latest period of each


KINDS = (
    Kind(
        "states",
        "U.S. states and territories",
        "state or territory",
        ("state",),
        ("missing_report_resolution_rate", "missing_reports_per_resident", "cybertip_us_reports_per_resident"),
    ),
    Kind(
        "countries", "Countries", "country", ("country",), ("cybertip_reports_per_inhabitant", "cybertip_country_share")
    ),
    Kind("providers", "Online providers", "provider", ("esp", "platform", "isp"), ("cybertip_esp_share",)),
)


@dataclass
class Subject:
    """A place or a provider."""

    kind: Kind
    name: str
    slug: str
    geography: str | None = None
    members: dict = field(default_factory=dict)  # dimension: member
    facts: list = field(default_factory=list)  # what is known of it besides numbers: label, text
    also: list = field(default_factory=list)  # other names, for the search
    combined: list = field(default_factory=list)  # members under which it is printed with others
    figures: list = field(default_factory=list)
    rates: list = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"{self.kind.folder}/{self.slug}.html"

    @property
    def words(self) -> str:
        """Other names for the search, between bars."""
        return " | ".join(dict.fromkeys(name for name in self.also if name != self.name))


def slug(name: str) -> str:
    """Of the name alone, so that what is added later leaves every address as it is."""
    plain = (
        unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("&", " and ").replace("’", "-"))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or hashlib.sha256(name.encode()).hexdigest()[:8]


def years(labels) -> str:
    """Years in a row as the first and the last."""
    labels = set(labels)
    numbers = sorted(int(label) for label in labels if re.fullmatch(r"\d{4}", label))
    runs = []
    for year in numbers:
        if runs and runs[-1][1] == year - 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    words = [f"{first}" if first == last else f"{first} to {last}" for first, last in runs]
    return ", ".join(words + [period(label) for label in sorted(labels) if not re.fullmatch(r"\d{4}", label)])


def ids(text: str | None) -> list[str]:
    """Of a column that holds one identifier or several between commas."""
    return text.split(", ") if text else []


def plain_name(name: str) -> str:
    """As the registry of synonyms writes it: small letters and digits."""
    return " ".join(re.findall(r"[^\W_]+", name.lower()))


def initials(name: str) -> str | None:
    """UK of United Kingdom, UAE of United Arab Emirates."""
    words = name.split()
    return "".join(word[0] for word in words) if len(words) > 1 and all(word[0].isupper() for word in words) else None


class Finder:
    """Reads the registries of places and providers once."""

    def __init__(self, warehouse: Warehouse):
        self.warehouse = warehouse
        rows = warehouse.rows
        self.places = {row["geography"]: row for row in rows("select * from marts.dim_geographies")}
        self.states = {f"US-{row['state_code']}": row for row in rows("select * from marts.dim_states")}
        self.countries = {row["country_code"]: row for row in rows("select * from marts.dim_countries")}
        self.providers = {row["esp_name"]: row for row in rows("select * from marts.dim_esps")}
        self.meanings = {
            row["code"]: row["meaning"].rstrip(".")
            for row in rows("select * from marts.dim_codes where code_list = 'geography_kind'")
        }
        self.said = {}
        for row in rows("select * from marts.dim_synonyms order by said"):
            self.said.setdefault(plain_name(row["means"]), []).append(row["said"])
        # as the rows of the tables by country or provider are called
        self.printed = {
            (row["dimension"], row["member"]): row["names"]
            for row in rows("""
                with in_tables as (
                    select
                        parts.dimension, parts.member, figures.row_label,
                        count(*) over (partition by figures.figure_id) as dimensions,
                        count(distinct parts.member) over (partition by figures.document_id, figures.table_id) as members
                    from marts.fct_figure_parts as parts
                    inner join marts.fct_published_figures as figures on parts.figure_id = figures.figure_id
                    where figures.table_id <> 'headline_figures'
                )
                select dimension, member, string_agg(distinct row_label, '; ' order by row_label) as names
                from in_tables where dimension in ('esp', 'country') and dimensions = 1 and members > 1 group by all""")
        }

    def subjects(self) -> list[Subject]:
        found = {}
        for kind in KINDS:
            for dimension in kind.dimensions:
                for row in self.warehouse.members.values():
                    if row["dimension"] != dimension:
                        continue
                    place = self.places.get(row["figure_geography"]) if kind.folder != "providers" else None
                    name = place["name"] if place else row["label"]
                    subject = found.setdefault((kind.folder, name), Subject(kind, name, slug(name)))
                    subject.members[dimension] = row["member"]
                    if place:
                        self.tell_place(subject, place)
                    if dimension == "esp":
                        self.tell_provider(subject, row["member"])
                    if dimension == "platform":
                        services = [one for one, of in self.providers.items() if of["platform"] == row["member"]]
                        if others := [one for one in services if one != subject.members.get("esp")]:
                            subject.facts.append(("Services that NCMEC counts", [("esp", other) for other in others]))
                    printed = self.printed.get((dimension, row["member"]))
                    if printed and printed != name:
                        subject.facts.append(("Printed as", printed))
                        subject.also += printed.split("; ")
        for subject in found.values():
            subject.also += self.said.get(plain_name(subject.name), [])
        tell_apart(found.values())
        return sorted(found.values(), key=lambda one: (one.kind.folder, slug(one.name)))

    def tell_place(self, subject: Subject, place: dict) -> None:
        subject.geography = place["geography"]
        codes = [place["iso_3166_2"] or place["iso_3166_1"], place["iso_alpha_3"]]
        # a state is asked for without the country before its code
        subject.also += filter(None, [*codes, place["member"], initials(place["name"])])
        if codes[0]:
            subject.facts.append(("Code", " or ".join(filter(None, codes)) + " (ISO 3166)"))
        if place["kind"] not in ("country", "state"):
            subject.facts.append(("Is", self.meanings[place["kind"]]))
        if note := self.countries.get(place["geography"], {}).get("note"):
            subject.facts.append(("Note", note))
        if region := self.states.get(place["geography"], {}).get("census_region"):
            subject.facts.append(("Census region", region))

    def tell_provider(self, subject: Subject, member: str) -> None:
        row = self.providers[member]
        siblings = [one for one, of in self.providers.items() if of["parent_company"] == row["parent_company"]]
        subject.also.append(row["parent_company"])
        platform = row["platform"]
        if platform and platform != subject.name:
            subject.facts.append(("Company", [("platform", platform)]))
            subject.also.append(platform)
        elif row["parent_company"] != subject.name:
            subject.facts.append(("Company", row["parent_company"]))
        # a star after a name marks a total with related platforms: which they are is not printed
        combined = [one for one in siblings if is_combined(self.providers[one])]
        if not is_combined(row):
            subject.combined = [("esp", one) for one in combined]
        if also := [one for one in siblings if one != member]:
            subject.facts.append(("Counted apart", [("esp", other) for other in also]))
        if row["note"]:
            subject.facts.append(("Note", row["note"]))


def is_combined(provider: dict) -> bool:
    return all(name.endswith("*") for name in provider["printed_names"].split(" | "))


def tell_apart(subjects) -> None:
    """Two of one address get a part of their names' digest behind it."""
    taken = {}
    for subject in subjects:
        taken.setdefault(subject.path, []).append(subject)
    for rivals in taken.values():
        for subject in rivals if len(rivals) > 1 else ():
            subject.slug += f"-{hashlib.sha256(subject.name.encode()).hexdigest()[:4]}"
