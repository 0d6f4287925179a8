"""What a sentence says of place, time and part, beside what its row asks for: nothing is judged where they differ.

Used by `make check`, whose column `statement` no function reads. Where the sentence, or the part of it that holds the number,
names what the row does not have, the row asks for something else; what stands in its other parts is a note.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace

from scripts.statement_clause import (
    AGES,
    FATE,
    FATE_WORDS,
    FATES,
    LISTS,
    PARTS,
    PLAIN,
    SMALL,
    SOME,
    Clause,
    plain,
    reached,
    root,
    spelled,
    stem_list,
    stems,
)
from scripts.statement_relation import Relation

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_YEAR = r"((?:19|20)\d\d)(?![\d%]|[,.]\d)"
_MONTH = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[.]?"
# the longest first: what one has read is not read again
TIMES = [
    ("whole", rf"\b(?:(?:from|between) )?jan(?:uary|[.])?(?: 1(?:st)?)?,?(?: (?:19|20)\d\d)?,? ?(?:to|through|until|and|[-–]) ?dec(?:ember|[.])?(?: 31(?:st)?)?,? {_YEAR}"),
    ("half1", rf"\b(?:h1|(?:first|1st) half|(?:first|1st) six[ -]months?|jan(?:uary)?(?: 1)?,?(?: ?[-–] ?| to | through )june?(?: 30)?)(?:,? (?:of|in))?,? ?{_YEAR}|{_YEAR}[ -]?h1\b"),
    ("half2", rf"\b(?:h2|(?:second|2nd|last) half|(?:second|last) six[ -]months?|july?(?: 1)?,?(?: ?[-–] ?| to | through )dec(?:ember)?(?: 31)?)(?:,? (?:of|in))?,? ?{_YEAR}|{_YEAR}[ -]?h2\b"),
    ("quarter", rf"\b(?:q[1-4]|(?:first|second|third|fourth|last|1st|2nd|3rd|4th) (?:quarter|three months))(?:,? (?:of|in))?,? ?{_YEAR}|{_YEAR}[ -]?q[1-4]\b"),
    ("fiscal", rf"\b(?:fiscal(?: year)?|ffy|fy)[ -]?{_YEAR}"),
    ("month", rf"\b(?:\d\d? )?{_MONTH}(?: \d\d?(?:st|nd|rd|th)?)?,?(?: of)? {_YEAR}|{_YEAR}-(0[1-9]|1[0-2])(?:-\d\d)?\b"),
    ("partly", rf"\b(?:mid|early|late|at (?:the )?(?:end|close) of|at year[- ]end|middle of|start of|beginning of|spring|summer|autumn|winter)(?: of|,)?[ -]?(?:the )?{_YEAR}"),
    ("whole", rf"\b(?:whole|entire|entirety|all|full)(?:[ -]year)?(?: of)?(?: the)?(?: year)? {_YEAR}"),
    ("span", rf"(?<![\d,.$]){_YEAR}(?: ?[-–] ?| to | through | until | and )(?:(?:19|20)?\d\d)(?![\d%-]|[,.]\d)"),
    ("year", rf"(?<![\d,.$-]){_YEAR}"),
]  # fmt: skip
# people are counted by these words and not by the place in them
NO_PLACES = r"(?i)\b(?:african|asian|native|hispanic|mexican|korean|chinese)[ -]american|\bamerican indians?|\balaska natives?|\bnative hawaiian|\bwashington post|\bnew york (?:times|post)|\blos angeles times|\btexas equusearch"
# a U.S. company is an American sender, not a report of the United States
NOT_COUNTED = r"(?:'s|’s)?[ -](?:based|tech|technology|compan(?:y|ies)|platforms?|providers?|law|federal|national|government|congress|senate|department|marshals?|police|authorit(?:y|ies)|agenc(?:y|ies)|clearinghouse|hotline|nonprofit|non-profit|organi[sz]ations?|charity|center|centre|attorneys?|officials?|fbi|code|statutes?|laws?)\b"
SEATS = r"\b(?:NCMEC|[Cc]ent(?:er|re)|[Cc]learinghouse|[Nn]onprofit|[Hh]eadquarter(?:s|ed)|[Bb]ased|[Oo]ffices?|[Aa]ccording to|[Ll]awmakers|[Oo]fficials)(?:,? (?:in|from|of))?,? (?!for\b)(?:the )?[A-Z][\w.]*(?: [A-Z][\w.]*)?|\b(?:[Tt]he )?(?:U[.]?S[.]?|[A-Z][a-z]+)(?:['’]s)? (?=(?:[Nn]ational [Cc]ent|[Nn]onprofit|[Cc]ompan|[Tt]ech\b|[Pp]rovider|[Pp]latform|[Cc]harity|[Cc]learinghouse|[Cc]ent(?:er|re) for))"
REGION = r"(?i)\b(?:(?:north|south|east|west|southeast|southwest|northeast|northwest)(?:ern)|central|upstate|downtown|rural|parts of)[ -]$"
SINCE = r"\b(?:from|since|than|over|on|against|compared (?:to|with)|versus|vs[.]?|after|between|up from|down from)"
MOVES = r"(?i)\b(?:r[oi]se|rising|f[ae]ll|gr[eo]w|increas|decreas|drop|declin|jump|soar|surg|climb|leap|doubl|tripl|quadrupl|quintupl|halv|up|down)"
# a number that has run up since the beginning
RUNNING = r"(?i)\b(?:by|up to|until|as of|so far|to date|since|ever|cumulative\w*|in all|altogether|had|have|has)\b"
YEAR_BEFORE = r"(?i)year before|previous year|prior year|preceding year|year[- ](?:over|on)[- ]year|annual|year earlier|last year|a year"


@dataclass(frozen=True)
class Time:
    kind: str
    years: tuple[int, ...]
    words: str
    month: int | None = None


def times_in(words: str) -> list[Time]:
    found, left = [], words
    for kind, pattern in TIMES:
        for match in re.finditer(f"(?i){pattern}", left):
            years = [int(year) for year in re.findall(r"(?:19|20)\d\d", match[0])]
            if kind == "span":
                end = re.search(r"\d+$", match[0])[0]
                years = [years[0], int(end if len(end) == 4 else match[0][:2] + end)]
                if years[1] <= years[0]:
                    continue
            named = next((text for text in match.groups() if text and not re.fullmatch(r"(?:19|20)\d\d", text)), None)
            month = None
            if kind == "month" and named:
                month = int(named) if named.isdigit() else MONTHS.index(named[:3].lower()) + 1
            found.append((match.start(), Time(kind, tuple(years), match[0].strip(" ,"), month)))
        left = re.sub(f"(?i){pattern}", lambda match: " " * len(match[0]), left)
    return [time for _, time in sorted(found, key=lambda one: one[0])]


def is_of(said: Time, label: str, words: str) -> bool:
    """The time that the words name can be the period of that label."""
    years = [int(year) for year in re.findall(r"(?:19|20)\d\d", label)]
    if " to " in label:
        ends = (min(years, default=0), max(years, default=9999))
        return all(ends[0] <= year <= ends[1] for year in said.years)
    if said.kind == "span":
        # doubled between these years, to the number of the later one
        return said.years[-1] in years and bool(re.search(MOVES, words))
    if not set(said.years) & set(years):
        return False
    if not re.match(r"\d{4}|FY|as of", label):
        return True
    if label.startswith("FY"):
        return said.kind == "fiscal" or (said.kind == "year" and bool(re.search(r"(?i)fiscal|\bfy", words)))
    if half := re.search(r"-H([12])$", label):
        return said.kind == f"half{half[1]}" or (said.kind == "year" and bool(re.search(r"(?i)half|six[ -]month|\bjune?\b|\bh[12]\b", words)))  # fmt: skip
    if label.startswith("as of"):
        month = re.search(r"\d{4}-(\d\d)", label)
        return said.kind in ("year", "fiscal", "partly") or (
            said.kind == "month" and (not month or said.month == int(month[1]))
        )
    return said.kind in ("year", "whole") and re.fullmatch(r"\d{4}", label) is not None


@dataclass(frozen=True)
class Row:
    """What a row asks for, as the functions read it."""

    statement: str
    claimed: str
    about: str
    period: str
    base: str | None
    read_as: str
    slice: str
    compared: str
    ignored: str = ""


class Words:
    """The names of places as people write them, with what each can mean."""

    def __init__(self, places: list[tuple[str, str]], synonyms: list[tuple[str, str]]):
        self.known: dict[str, set[str]] = {}
        self.names = dict((geography, name) for name, geography in reversed(places))
        for name, geography in places:
            for one in {name, re.sub(r" \(.*\)$", "", name)}:
                self.known.setdefault(one.lower(), set()).add(geography)
        by_words = {plain(name): geography for name, geography in places}
        # us means U.S., and that the United States
        for said, means in synonyms * 2:
            if (geography := by_words.get(plain(means))) or plain(means) == "international":
                self.known.setdefault(said.lower(), set()).add(geography or "INTERNATIONAL")
                by_words.setdefault(plain(said), geography or "INTERNATIONAL")
        for region in LISTS["region"]:
            self.known.setdefault(region.lower(), set()).add(region)
        self.known.pop("world", None)
        # Indian and Texan, where that is no name itself
        self.made: dict[str, set[str]] = {}
        for name, means in self.known.items():
            for form in adjectives(name) if len(name) > 3 and name.isalpha() else ():
                if form not in self.known:
                    self.made.setdefault(form, set()).update(means)
        # those that are not made of the name
        self.made |= {form: {means} for form, means in LISTS["people"].items() if means in self.names or means in LISTS["region"]}  # fmt: skip
        self.known |= self.made
        dotted = {name.replace(" ", "[. ]{1,2}") + "[.]?" if re.fullmatch(r"(?:[a-z] )+[a-z]", name) else re.escape(name) for name in self.known}  # fmt: skip
        self.pattern = re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(sorted(dotted, key=len, reverse=True))})(?![\w])")

    def places_in(self, words: str, counted: bool = True) -> list[tuple[str, frozenset[str]]]:
        """Each place that is named, with the places it can be; without those that only say whose police or company."""
        words = re.sub(NO_PLACES, lambda match: "_" * len(match[0]), words)
        found = []
        for match in self.pattern.finditer(words):
            name = re.sub(r"[. ]+", " ", match[0]).strip().lower()
            short = len(re.sub(r"\W", "", name)) <= 3
            if (short and not match[0].isupper()) or (name in self.made and not match[0][0].isupper()):
                continue
            means = frozenset(self.known.get(name, self.known.get(match[0].lower(), set())))
            after = words[match.end() :]
            if counted and (
                re.match(r"[ -]based\b", after) or (means == {"US"} and re.match(NOT_COUNTED, after, re.I))
            ):
                continue
            # Southern California and New York City are parts that no figure is of
            region, city = re.search(REGION, words[: match.start()]), re.match(r" (?:City|County)\b", after)
            if counted and (region or city):
                found.append(
                    (f"{region[0] if region else ''}{match[0]}{city[0] if city else ''}", frozenset({"a part of it"}))
                )
            elif re.search(r"(?i)\b(?:outside(?: of)?|beyond|not in|other than|except|excluding) (?:the )?$", words[: match.start()]):  # fmt: skip
                found.append((f"outside {match[0]}", frozenset({"INTERNATIONAL"})))
            else:
                found.append((match[0], means))
        return found

    def differs(self, row: "Row", parts: "Parts") -> tuple[list[tuple[str, str, str]], str, str]:
        """What the sentence says instead of what the row asks for, each with how to ask; what it says besides; what nothing read."""
        # one or two words without a number are a label and no sentence
        is_label = not re.search(r"\d", row.statement) and len(re.findall(r"[^\W\d_]{2,}", row.statement)) < 3
        if is_label or not row.read_as or not row.period:
            return [], "", ""
        near, context = part_of(row.statement, row.claimed)
        times_near = row.statement if row.base else near
        clause = parts.clause(row, near, context)
        named, mine = (
            [name for name, _ in self.places_in(near)],
            {place for _, places in self.places_in(row.read_as, counted=False) for place in places},
        )
        relation = Relation(row, near, context, parts.verbs(row, [])[0] | clause.own, parts.verbs(row, [])[3], named, bool(mine - {parts.area(row.about), "WORLD", "INTERNATIONAL"}), parts.share_of(row))  # fmt: skip
        of_row = [time.words for time in times_in(row.statement) if any(is_of(time, label, row.statement) for label in (row.period, row.base) if label)]  # fmt: skip
        instead, besides = [], []
        for (said, asked, more), cure in (
            (parts.beside(row, near, context, self.known, clause), "write it in slice, or in about the measure or rate that is of it"),
            (self.places_beside(row.statement, near, row.read_as, parts.bags, parts.area(row.about)), "write it in geography; where nothing is loaded of it, nothing here can judge it"),
            (times_beside(row.statement, times_near, row.claimed, row.period, row.base), "write it in period, and in base_period what a change is counted from"),
            (pace_beside(row, context) if pace_beside(row, context)[0] else clause.part_of_time(" ".join(of_row)), "write in period the year that is meant, and what is per day or month in claimed (100,000 a day)"),
            (clause.noun(parts.units.get(row.about, "") or parts.base_unit(row), parts.countable, parts.all_units), "write in about the measure that counts them"),
            (clause.verb(*parts.verbs(row, self.places_in(near))), "write in about the measure that counts that; where there is none, nothing here can judge it"),
            (clause.programme(*parts.programmes(row)), "write in about the measure of that programme"),
            (numbers_beside(row), "write it in claimed, as the sentence has it"),
            (clause.direction(), "write it in claimed, as the sentence has it"),
            (relation.said(), "write it in claimed as the sentence has it (rose to 36.2 million, beside the earlier period; a record 36.2 million); where it does not fit there, nothing here can judge it"),
        ):  # fmt: skip
            if said:
                instead.append((listed(said), asked, cure))
            besides += [name for name in more if plain(name) not in plain(f"{row.claimed} {row.read_as}")]
        places = set().union(*(stems(name) for name, _ in self.places_in(row.statement, counted=False)))
        unread = [word for word in clause.unread(places, of_row) if plain(word) not in plain(" ".join(besides))]
        return instead, listed(name for name in besides if plain(name)), ", ".join(unread)

    def places_beside(
        self, statement: str, near: str, read_as: str, members, whole: str
    ) -> tuple[list[str], str, list[str]]:
        asked = {place for _, places in self.places_in(read_as, counted=False) for place in places}
        asked |= {place.upper() for place in re.findall(r"\b(?:World|International)\b", read_as)}
        # Asian children are no place
        named, here = ([one for one in self.places_in(without_seats(words)) if frozenset(stems(one[0])) not in members] for words in (statement, near))  # fmt: skip
        # most of them abroad
        here = here or [one for one in named if one in self.places_in(", ".join(without_examples(re.split(SPLIT, statement))))]  # fmt: skip
        # of the world or the United States, the place that is asked for
        around = {"WORLD", "US"} if any(places & (asked - {"WORLD", "US"}) for _, places in here) else set()
        narrow = asked - {whole, "WORLD", "INTERNATIONAL"}
        if (
            narrow
            and not here
            and not any(places & narrow for _, places in self.places_in(without_seats(statement), counted=False))
        ):
            return [""], listed(sorted(self.names.get(place, place.title()) for place in narrow)), []
        others = [words for words, places in here if not places & (asked | around)]
        if others:
            of_row = listed(sorted(self.names.get(place, place.title()) for place in asked)) or "no place"
            return others, of_row, []
        return [], "", [words for words, places in named if not places & (asked | around)]


def without_seats(words: str) -> str:
    """Where somebody sits is no place that is counted: the center in Virginia, according to Washington, U.S. companies."""
    return re.sub(SEATS, lambda match: "_" * len(match[0]), words)


def times_beside(statement: str, near: str, claimed: str, period: str, base: str | None) -> tuple[list[str], str, list[str]]:  # fmt: skip
    times = [time for time in times_in(statement) if not is_the_number(time, claimed)]
    here = [time for time in times_in(near) if not is_the_number(time, claimed)] or times
    of_row = period
    if period.startswith("up to") and not re.search(RUNNING, statement):
        return [time.words for time in here] or ["no end"], of_row, []
    # July 2010 to June 2011 is another year than July 2011 to June 2012
    ends = {(int(year), int(month)) for year, month in re.findall(r"(\d{4})-(\d\d)", period)}
    months = [time for time in times if time.kind == "month" and time.month]
    if len(ends) == 2 and len(months) == 2 and {(time.years[0], time.month) for time in months} != ends:
        return [" to ".join(time.words for time in months)], of_row, []
    spans = re.findall(r"\d{4}(?:-\d\d){0,2} to \d{4}(?:-\d\d){0,2}", statement)
    if " to " in period and spans and period not in spans:
        return spans, of_row, []
    if " to " in period and (outside := [time.words for time in here if not is_of(time, period, statement)]):
        return outside, of_row, []
    if base:
        of_row = f"{period}, against {base}"
        # from 2020 to 2023 names both
        if any(time.kind == "span" and time.years == (last_year(base), last_year(period)) for time in times):
            return [], "", []
        of_base = [time for time in here if is_of(time, base, statement)]
        # doubled since the base: the period is not said
        if any(
            re.search(
                rf"(?i){SINCE} (?:the |that |in |of |previous |prior |earlier |preceding |last |survey |count )*{re.escape(time.words)}",
                statement,
            )
            for time in of_base
        ):
            return [], "", [time.words for time in times if time not in of_base and not is_of(time, period, statement)]
        earlier = [time for time in times if time.kind == "span" or max(time.years) < last_year(period)]
        if earlier and not of_base and not re.search(YEAR_BEFORE, statement):
            return [time.words for time in earlier], of_row, []
    in_near = [time for time in times_in(near) if not is_the_number(time, claimed)]
    if not in_near and re.fullmatch(r"\d{4}", period) and near != statement and any(int(period) in time.years and time.kind == "month" for time in here):  # fmt: skip
        return [], "", [time.words for time in here]
    if here and not any(is_of(time, period, statement) for time in here):
        return [time.words for time in here], of_row, []
    of_both = [time for time in times if any(is_of(time, label, statement) for label in (period, base) if label)]
    return [], "", [time.words for time in times if time not in of_both]


class Parts:
    """The names of parts (members of any breakdown, measures that are a part of another) and of units."""

    def __init__(self, subjects, slices, made_of, units, synonyms):
        self.subjects: dict[str, list[set[str]]] = {}
        for about, said in subjects:
            self.subjects.setdefault(about, []).append(set(said.split()))
        self.slices, self.labels, self.by_surface, self.have = {}, {}, {}, {}
        for about, means, said, label in slices:
            self.have.setdefault(means, set()).add(about)
            self.slices.setdefault(means, set()).add(frozenset(said.split()))
            self.labels[means] = label
        self.made_of = {rate: (part, whole) for rate, part, whole, _ in made_of}
        self.wholes: dict[str, set[str]] = {}
        for _, part, whole, scoring in made_of:
            if scoring == "proportion" and part != whole:
                self.wholes.setdefault(whole, set()).add(part)
        self.units = {measure: unit for measure, unit, *_ in units}
        self.named_as = {measure: label for measure, _, _, label, *_ in units}
        self.defined = {measure: set(plain(definition).split()) for measure, _, _, _, definition, _ in units}
        # what one programme counts in one unit
        self.group = {measure: (unit, program) for measure, unit, program, *_ in units}
        # what the number without a place is of
        self.areas = {measure: area for measure, *_, area in units}
        self.countable = {stem for unit in self.units.values() for stem in stems(unit) if unit.isalpha()} - NO_UNITS
        self.all_units = set(self.countable)
        self.countable |= stems("images videos photos pictures kids victims girls boys tips people files offenders")
        self.sayings: dict[str, set[str]] = {}
        self.synonyms = [(stems(said), stems(means)) for said, means in synonyms]
        self.of_parts = {
            stem for bags in self.slices.values() for bag in bags for stem in bag if len(stem) > 2 and stem.isalpha()
        } - LITTLE
        self.of_parts |= stem_list("part")
        sizes = Counter(means.split("=")[0] for means in self.slices)
        # a list of names is read as names are written: Line is a provider, a line is none
        self.named = {means for means in self.slices if sizes[means.split("=")[0]] > MANY}
        for means in self.named:
            forms = {self.labels[means], *(word.title() for bag in self.slices[means] if len(bag) == 1 for word in bag)}
            for form in forms - {"Other", "Unknown"}:
                self.by_surface.setdefault(form, set()).add(means)
        self.surface = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(self.by_surface, key=len, reverse=True))) or '(?!)'})(?!\w)")  # fmt: skip
        self.bags: dict[frozenset[str], set[str]] = {}
        for means, bags in self.slices.items():
            if means not in self.named and means.split("=")[0] not in PLACES_OF_PEOPLE:
                for bag in bags:
                    if not bag <= VAGUE and is_telling(bag) and not any(other < bag for other in bags):
                        self.bags.setdefault(bag, set()).add(means)

    def members_in(self, words: str) -> dict[str, set[str]]:
        """The parts that are named, by how they are, with what each can mean."""
        words = re.sub(ITSELF, lambda match: "_" * len(match[0]), words)
        there = stems(words)
        found = {bag: means for bag, means in self.bags.items() if bag <= there and is_between(bag, words)}
        longest = {bag: means for bag, means in found.items() if not any(bag < other for other in found)}
        said = {as_said(bag, words): means for bag, means in longest.items()}
        # a provider and a platform can be called alike
        named = {match[0]: self.by_surface[match[0]] for match in self.surface.finditer(words)}
        return said | {name: means | said.get(name, set()) for name, means in named.items()}

    def own(self, row: Row) -> set[str]:
        """All words that are names of what the row asks for."""
        of_rate = self.made_of.get(row.about, ())
        own = stems(f"{row.claimed} {row.compared} {row.read_as}")
        wholes = [
            whole
            for whole, its in self.wholes.items()
            if row.about in its and self.program(whole) == self.program(row.about)
        ]
        for about in (row.about, *of_rate, *wholes):
            own |= set().union(*self.subjects.get(about, [])) | stems(self.units.get(about, ""))
        for means in row.slice.split("; "):
            for bag in self.slices.get(means, ()):
                # Meta can mean four, so that it names none of them
                if sum(bag in bags for other, bags in self.slices.items() if other.split("=")[0] == means.split("=")[0]) == 1:  # fmt: skip
                    own |= bag
        return reached(own, self.synonyms)

    def area(self, about: str) -> str:
        return self.areas.get(about) or self.areas.get(self.made_of.get(about, ("",))[0]) or "US"

    def program(self, about: str) -> str:
        return self.group.get(about, ("", ""))[1]

    def base_unit(self, row: Row) -> str:
        """What a share is a share of."""
        return self.units.get(self.made_of.get(row.about, ("", ""))[1], "of the whole")

    def programmes(self, row: Row) -> tuple[set[str], set[str], str]:
        """Those of the measure, or of the two of a rate, with the words of their names, and what it is called."""
        measures = {row.about, *self.made_of.get(row.about, ())}
        names = stems(f"{row.claimed} {row.compared} {row.read_as}").union(*(bag for one in measures for bag in self.subjects.get(one, [])))  # fmt: skip
        return {self.group[measure][1] for measure in measures & set(self.group)}, reached(names, self.synonyms), row.read_as.split(",")[0]  # fmt: skip

    def verbs(self, row: Row, places) -> tuple[set[str], set[str], bool, set[str], list[str]]:
        """Words of names and definitions, whether NCMEC counts it itself, and who can have sent it."""
        programs, names, _ = self.programmes(row)
        measures = {row.about, *self.made_of.get(row.about, ())}
        senders = {self.labels[means] for means in row.slice.split("; ") if means in self.named}
        return names, set().union(*(self.defined.get(one, set()) for one in measures)), "Federal counts" not in programs, senders, [name for name, _ in places]  # fmt: skip

    def share_of(self, row: Row):
        """Words of the part of a share alone, and whether words name another whole than the one it is of."""
        part, whole = self.made_of.get(row.about, ("", ""))
        label = row.read_as.split(",")[0]
        before, _, after = re.split(r"\b(share of|among)\b", label, maxsplit=1) if re.search(r"\b(?:share of|among)\b", label) else (label, "", "")  # fmt: skip
        words = stems(before) if after else set()
        if re.search(r"\bby\b", label):
            # by country: the rest of read_as is the part
            words = stems(", ".join(row.read_as.split(",")[1:])) - stems(row.period)
        wholes = set().union(*self.subjects.get(whole, [set()])) | stems(after) | LITTLE
        mine = {row.about, part, whole}

        def is_other(said: set[str]) -> bool:
            said = said | {"child"} if "children" in said else said
            return any(
                len(bag) > 2 and bag <= said and not bag <= wholes - LITTLE | {"report"}
                for other, bags in self.subjects.items()
                if whole and other in self.units and other not in mine
                for bag in bags
            ) and not any(bag <= said for bag in self.subjects.get(whole, []))  # fmt: skip

        return words - wholes - {"world", "united", "states", "us"}, is_other

    def clause(self, row: Row, near: str, context: str) -> Clause:
        of_base = row.read_as
        for means in row.slice.split("; "):
            of_base = of_base.replace(self.labels.get(means, "\0"), "")
        members = {means for means, having in self.have.items() if row.about in having}
        labels = {frozenset(stems(self.labels[means])) for means in members}
        own_members = set().union(*labels, *(said for said, means in self.synonyms if frozenset(means) in labels))
        return Clause(
            row,
            near,
            context,
            self.own(row),
            self.own(replace(row, slice="all", read_as=of_base)),
            own_members,
            self.of_parts,
        )

    def narrower(self, row: Row, own: set[str], words: str) -> list[str]:
        """Measures that are a part of the one asked for, or stand beside it, by the words in which their names differ."""
        words = re.sub(r"(?i)\bfederal bureau of investigation\b", "FBI", words)
        there, found = stems(re.sub(r"(?i)\bfoster\b", "from care", words)) - self.topic(row), []
        # noncompliant, of a measure whose definition says so
        there -= stems(" ".join(self.defined.get(row.about, ())))
        of_rate = self.made_of.get(row.about, ())
        for measure in {row.about, *of_rate}:
            alike = {other for other, group in self.group.items() if group == self.group.get(measure)}
            for part in (self.wholes.get(measure, set()) | alike) - {row.about, *of_rate}:
                more = [bag - own - LITTLE for bag in self.subjects.get(part, []) if bag - own - LITTLE]
                more += [said - LITTLE for said, means in self.synonyms if means - LITTLE in more]
                found += [
                    as_said(bag, words) or "from care" for bag in more if bag and bag <= there and not bag <= VAGUE
                ]
        # companies and the public are all who report
        if both := re.search(COMPANIES_AND, words):
            found = [name for name in found if not set(name.split()) <= set(re.findall(r"\w+", both[0]))]
        return found

    def are_all(self, members: dict[str, set[str]]) -> set[str]:
        """Names of parts that are together the whole: girls and boys, images and videos."""
        named = set().union(*members.values())
        dimensions = {means.split("=")[0]: set() for means in named - self.named}
        for means in self.slices:
            if means.split("=")[0] in dimensions and not stems(self.labels[means]) <= VAGUE:
                dimensions[means.split("=")[0]].add(means)
        whole = {dimension for dimension, its in dimensions.items() if its <= named and len(its) > 1}
        return {name for name, means in members.items() if any(one.split("=")[0] in whole for one in means)}

    def beside(self, row: Row, near: str, context: str, places, clause: Clause) -> tuple[list[str], str, list[str]]:
        own = clause.own
        asked = row.slice.split("; ")

        def others(words: str, besides: bool = False) -> list[str]:
            members = {name: means for name, means in self.members_in(words).items() if plain(name) not in places or frozenset(stems(name)) in self.bags}  # fmt: skip
            # Facebook and others are more than Facebook
            more = {name for name in members if re.search(rf"{re.escape(name)},? and others?\b", words)}
            if row.slice == "all":
                more |= self.are_all(self.members_in(context))
            sure = [name for name, means in members.items() if is_asked(means, name)]
            # Meta's Facebook
            more |= {name for name, means in members.items() if sure and means & set(asked) and re.search(rf"\b{re.escape(name)}(?:['’]s|-owned)\b|owned by {re.escape(name)}\b", words)}  # fmt: skip
            found = [name for name, means in members.items() if name not in sure and (besides or name not in more)]
            return found + self.narrower(row, own, words)

        def is_asked(means: set[str], name: str) -> bool:
            # Microsoft, where Microsoft (with related platforms) is asked for, and not its other products
            labels = [re.sub(r" \((?!other\b).*\)$", "", self.labels.get(one, "")) for one in asked]
            if any(plain(label) == plain(name) for label in labels) or stems(name) <= self.topic(row):
                return True
            # Meta can mean four providers, of which one is asked for
            kinds = {one.split("=")[0] for one in asked if one in means}
            return sum(one.split("=")[0] in kinds for one in means) == 1 if kinds else self.is_own(means, own)

        def has_own(words: str) -> bool:
            return any(is_asked(means, name) for name, means in self.members_in(words).items())

        found = others(near) or ([] if has_own(near) else others(context))
        found += clause.listed_parts() + clause.ages([self.labels.get(means, means) for means in asked])
        found += [] if found else self.other_measures(row, own, row.statement)
        wider = [] if found else self.is_wider(row, f"{context} {row.claimed}")
        of_row = (
            "the whole"
            if row.slice == "all"
            else listed(self.labels.get(means, means.split("=")[-1]) for means in asked)
        )
        if not found and not wider and (left := clause.left_out(of_row))[0]:
            return left
        if found or wider:
            return found or ["all"], of_row if found else f"a part of them ({listed(wider)})", []
        of_measure = set().union(*self.subjects.get(row.about, [set()]))
        if unsaid := [means for means in asked if not self.is_said(means, f"{row.statement} {row.claimed} {row.compared}", of_measure, places)]:  # fmt: skip
            return [""], listed(self.labels.get(means, means.split("=")[-1]) for means in unsaid), []
        # of which 27,033 were resolved
        here = " ".join([context, *re.findall(r"\[(.*?)\]", row.statement), row.claimed, row.compared])
        if (
            row.slice != "all"
            and not row.base
            and not any(self.is_said(means, here, of_measure, places) for means in asked)
        ):
            return ["that of another number"], of_row, []
        besides = others(row.statement, besides=True)
        # another part of the same kind, and of the row's own only some words
        if row.slice != "all" and not has_own(row.statement):
            kinds = {one.split("=")[0] for one in asked}
            alike = [name for name, means in self.members_in(row.statement).items() if name in besides and {one.split("=")[0] for one in means} & kinds]  # fmt: skip
            if alike:
                return alike, of_row, []
        return [], "", besides

    def said_for(self, one: str, bags) -> set[str]:
        """All words of its names and of what people say for them."""
        if one not in self.sayings:
            self.sayings[one] = set().union(*(reached(set(bag), self.synonyms) for bag in bags))
        return self.sayings[one]

    def whole_names(self, means: str) -> set[frozenset[str]]:
        """Its names, and what people say for one of them."""
        names = self.slices[means]
        return names | {frozenset(said) for said, stands_for in self.synonyms if frozenset(stands_for) in names}

    def is_told(self, means: str, there: set[str]) -> bool:
        """More than half of the words that no other part of its kind has: digital images are not yet misleading words or digital images."""
        mine = set(map(root, self.words_alone(means)))
        return 2 * len(mine & set(map(root, there))) > len(mine) or not mine

    def words_alone(self, means: str) -> set[str]:
        kind = means.split("=")[0]
        others = (stems(label) for other, label in self.labels.items() if other != means and other.split("=")[0] == kind)  # fmt: skip
        return stems(self.labels[means]) - set().union(*others) - LITTLE - STOPS

    def is_said(self, means: str, words: str, of_measure: set[str], places) -> bool:
        """A word that tells the part stands in the sentence; where a place is meant, that is seen elsewhere."""
        bags, label = self.slices.get(means), self.labels.get(means, "")
        if label == "International":
            return (
                re.search(
                    r"(?i)\b(?:international\w*|abroad|overseas|foreign|outside|other (?:countries|nations))\b", words
                )
                is not None
            )
        if not bags or plain(label) in places or label.lower() in places:
            return True
        if means in self.named and label.lower() in PLAIN:
            # a provider called Down is written as a name
            return (
                re.search(rf"(?<![\w-]){re.escape(label)}(?![\w])", re.sub(r"(?:^|[.:] )[A-Z]", "", words)) is not None
            )
        known = self.said_for(means, bags) - of_measure
        telling = {word for word in known - LITTLE - VAGUE if not word.isdigit()} or known
        there = stems(words)
        if any(bag <= there and bag - LITTLE - VAGUE for bag in self.whole_names(means)):
            return True
        if set(map(root, telling)) & set(map(root, there)) and self.is_told(means, there):
            return True
        if (known - telling and re.search(AGES, words)) or (any(word.startswith(FATES) for word in known) and re.search(rf"(?i){FATE}", words)):  # fmt: skip
            return True
        by_part = {prefix for match in PARTS.finditer(words) for prefix in LISTS["part"].get(match[0], LISTS["part"].get(match[0].lower(), "")).split("|")} - {""}  # fmt: skip
        return bool(by_part) and any(
            word.startswith(tuple(by_part)) for word in self.words_alone(means) & known or known
        )

    def written_instead(self, row: Row, its: set[str], words: str) -> str | None:
        """The longest name that is written as it is, where that is no name of the row's."""
        written = [one for one, label in self.named_as.items() if label.count(" ") > 1 and plain(label) in plain(words)]
        if not written:
            return None
        longest = max(written, key=lambda one: len(self.named_as[one]))
        is_mine = longest in its or row.about in written or stems(self.named_as[longest]) <= stems(row.read_as)
        return None if is_mine else longest

    def other_measures(self, row: Row, own: set[str], words: str) -> list[str]:
        """Measures whose whole name is said, where that of the row is not, or is a longer or a shorter one."""
        words = re.sub(COMPANIES_AND, "", words)
        there, its = stems(words) | stems(row.claimed), {row.about, *self.made_of.get(row.about, ())}
        mine = [bag for one in its for bag in self.subjects.get(one, [])]
        said = [bag for bag in mine if (bag - LITTLE or bag) <= there | {"report"}]
        wholes = {
            whole
            for whole, parts in self.wholes.items()
            if its & parts and self.program(whole) == self.program(row.about)
        }
        # newly, where it is called new
        there |= {word[:-2] for word in there if word.endswith("ly")}
        there |= {"recovered", "located", "resolved"} if re.search(rf"(?i)\b{FATE}", words) else set()
        more, found = self.said_for(row.about, mine), []
        if other := self.written_instead(row, its | wholes, words):
            return [self.named_as[other]]
        for other, label in self.named_as.items():
            bag = stems(label) - STOPS
            if other in its or len(bag) < 2 or not bag <= there or not stems(self.units[other]) & stems(self.units.get(row.about, self.units[other])):  # fmt: skip
                continue
            if bag & VAGUE and plain(label) not in plain(words):
                continue
            if other in wholes or any(bag < one for one in mine):
                # of the whole, where nothing of the part is said
                has_it = row.slice == "all" or all(other in self.have.get(means, ()) for means in row.slice.split("; "))
                if (
                    has_it
                    and not (more - bag - LITTLE - (VAGUE - FATE_WORDS)) & there
                    and row.about not in self.made_of
                ):
                    found.append(label)
            elif not bag - stems("children child people persons") <= own | stems(" ".join(self.defined.get(row.about, ()))) and (not said or any((one - LITTLE or one) < bag for one in said)):  # fmt: skip
                found.append(label)
        return found[:2]

    def topic(self, row: Row) -> set[str]:
        """Words for the whole of what a programme counts: CSAM reports are CyberTipline reports."""
        parts = set().union(*self.wholes.values())
        wholes = [whole for whole in self.wholes if self.group.get(whole) == self.group.get(row.about) and whole not in parts]  # fmt: skip
        return set().union(*(bag for whole in wholes for bag in self.subjects.get(whole, []))) - {"report"}

    def likeness(self, about: str, words: str) -> float:
        """How much of a name stands in the words."""
        there = stems(words)
        return max((len(bag & there) / len(bag | {""}) for bag in self.subjects.get(about, [])), default=0)

    def is_own(self, means: set[str], own: set[str]) -> bool:
        if means & self.named:
            return any(bag <= own and (len(bag) > 1 or stems(self.labels[one]) == bag) for one in means for bag in self.slices[one]) and len(means) == 1  # fmt: skip
        return any(bag <= own for one in means for bag in self.slices[one])

    def is_wider(self, row: Row, words: str) -> list[str]:
        """All reports, where the row asks for those of a part: of its name the words that tell the part are missing."""
        if not re.search(
            r"(?i)\b(?:all|every|overall|(?<!\ba )(?<!\bin )total(?= [a-z-]{4,}s\b))\b(?! (?:of )?(?:the )?(?:us|time))",
            words,
        ):
            return []
        there, mine, found = stems(words), self.subjects.get(row.about, []), []
        for whole, parts in self.wholes.items():
            known = set().union(*self.subjects.get(whole, [set()]))
            for part in parts - {row.about} | ({row.about} & parts):
                more = [bag - known - LITTLE for bag in self.subjects.get(part, [])]
                more = [bag for bag in more if bag and not bag <= VAGUE]
                said = more + [said for said, means in self.synonyms if means in more]
                if any(bag <= name for bag in more for name in mine) and not any(bag & there for bag in said):
                    found.append(self.named_as[part])
        return sorted(set(found))


COMPANIES_AND = r"(?i)([\w ]+?),? and (?:the |members of the |private )*(?:public|citizens|individuals)\b"
# too common to tell which part is meant
VAGUE, LITTLE, NO_UNITS, STOPS = stem_list("vague"), stem_list("little"), set(LISTS["no_unit"]), set(LISTS["stop"])
# places read them
PLACES_OF_PEOPLE = {"user_location", "csam_change", "series_category"}
MANY = 50
ITSELF = r"(?i)national cent(?:er|re) for missing (?:and|&) exploited children"


def is_telling(bag: frozenset[str]) -> bool:
    """Girls, and 12 to 14; no single number, no initials."""
    return sum(word.isdigit() for word in bag) == 2 or any(len(word) > 2 and word.isalpha() for word in bag - {"usa"})


def is_between(bag: frozenset[str], words: str) -> bool:
    """Of ages the two numbers stand side by side."""
    ends = sorted((word for word in bag if word.isdigit()), key=int)
    return (
        len(ends) != 2
        or re.search(rf"(?<![\d.,]){ends[0]}(?: ?[-–] ?| to | and ){ends[1]}(?![\d%]|[.,]\d)", words) is not None
    )


def as_said(bag: set[str], words: str) -> str:
    """In the words of the sentence, with what stands between them where that is little."""
    found = {match[0].lower(): match for match in reversed([*re.finditer(r"[^\W_]+", words)]) if stems(match[0]) & bag}
    ends = sorted(match.start() for match in found.values()), sorted(match.end() for match in found.values())
    if found and ends[1][-1] - ends[0][0] < 30:
        return words[ends[0][0] : ends[1][-1]]
    return " ".join(match[0] for match in sorted(found.values(), key=lambda one: one.start()))


FRACTIONS = {"half": 50, "third": 100 / 3, "quarter": 25, "fifth": 20, "sixth": 100 / 6, "seventh": 100 / 7, "eighth": 12.5, "tenth": 10}  # fmt: skip
MULTIPLES = {"doubl": 2, "twice": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5}
POWERS = {"thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9}
_COUNT = r"(\d[\d,]*(?:\.\d+)?)(?: ?(thousand|million|billion|mn|bn|[kKmM])\b)?"
_PACE = r"(?:second|minute|hour|day|week|month)"
PACE = rf"(?i)\b(?:each|per|an?|every|(?:in )?(?:a |one )?single|(?:in|within) (?:a|one)) (?:single )?{_PACE}\b(?! (?:ago|later|earlier|before|after|old|long|child))|\b(?:daily|weekly|monthly|hourly)\b"
RELATIVE = rf"(?i)\b(?:(?:last|past|previous|preceding|this) (?:{SOME} )?(?:years?|months?|decades?|weeks?)|(?:over|in|within|during|across|for) (?:just |only |the (?:last|past|previous) )?{SOME} (?:years|months|decades|weeks)|(?:over|in|within) a decade|recent years|(?:a|one|{SOME}) (?:years?|decades?) ago|each year|every year|annually)\b"
PACE_CLAIMED = rf"(?i)(?:\b(?:an?|per|each|every)|/) ?(?:[\w.]+ )?({_PACE})s?\b|\b(dai|week|month|hour)ly\b"
EVERY_YEAR = r"(?i)each year|every year|annually"


def values_in(words: str) -> dict[float, tuple[str, str]]:
    """The numbers of some words with their kind: 36.2M and 36.2 million are one, and so are 1 in 4 and a quarter."""
    words = re.sub(rf"(?i)\b({'|'.join(SMALL)})(?=fold\b|\b)", lambda match: str(SMALL.index(match[1].lower())), words)
    # as they stand in French and Swiss texts
    words = re.sub(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,])", lambda match: re.sub(r"\D", "", match[0]), words)  # fmt: skip
    found = {}

    def read(pattern: str, kind: str, value) -> None:
        nonlocal words
        for match in re.finditer(f"(?i){pattern}", words):
            found[value(match)] = (match[0].strip(" ,."), kind)
        words = re.sub(f"(?i){pattern}", lambda match: " " * len(match[0]), words)

    read(r"\b(\d+)[ -](?:in|of|out of)[ -](?:every )?(\d{1,3})\b(?![,.]\d)", "share", lambda match: 100 * int(match[1]) / max(1, int(match[2])))  # fmt: skip
    read(rf"\b(?:(\d) ?-?)?({'|'.join(FRACTIONS)})s?\b(?! (?:of )?(?:19|20)\d\d)", "share", lambda match: int(match[1] or 1) * FRACTIONS[match[2].lower()])  # fmt: skip
    read(rf"\b({'|'.join(MULTIPLES)})\w*", "multiple", lambda match: MULTIPLES[match[1].lower()])
    read(rf"{_COUNT}[ -]?(?:times|fold)\b", "multiple", lambda match: float(match[1].replace(",", "")))
    read(r"(\d[\d,]*(?:\.\d+)?) ?(?:%|percent|per cent)", "share", lambda match: float(match[1].replace(",", "")))
    read(rf"(?<![\w.]){_COUNT}", "count", lambda match: float(match[1].replace(",", "").rstrip(".")) * POWERS.get((match[2] or "").lower(), 1))  # fmt: skip
    return found


# quadrupled, for rose 192%
INSTEAD = {"count": "share", "share": "multiple", "multiple": "share"}


def numbers_beside(row: Row) -> tuple[list[str], str, list[str]]:
    """A number in the sentence that is not the claimed one: another where the claimed one is not in it, else a note."""
    bare = row.statement
    for time in times_in(row.statement):
        if not is_the_number(time, row.claimed):
            bare = bare.replace(time.words, " ")
    bare = re.sub(r"(?i)\b(?:under|aged?|ages|since|over the age of) \d\d?(?:(?: to |-| and )\d\d?)?\b(?![,.]?\d)|per \d[\d,]*|\btop \d+|\d+-year", " ", bare)  # fmt: skip
    said, asked = values_in(bare), values_in(re.sub(r"\b(?:19|20)\d\d\b", " ", row.claimed) if len(row.claimed) > 5 else row.claimed)  # fmt: skip
    # one of two children, beside millions
    kinds = {kind for value, (_, kind) in said.items() if kind != "count" or value >= min(20, *asked, 20)}
    missing = [
        (words, kind)
        for value, (words, kind) in asked.items()
        if value not in (0, 1) and plain(words) not in plain(row.statement)
        and not any(abs(value - other) <= (0.6 if kind == of == "share" and {*words, *also} & {"%"} != {"%"} else 1e-6 * value) for other, (also, of) in said.items())
    ]  # fmt: skip
    if missing and len(missing) == len(asked) and kinds and not row.base and not row.compared:
        return [words for words, _ in said.values()], row.claimed, []
    if wrong := [kind for _, kind in missing if kind in kinds or INSTEAD[kind] in kinds]:
        return (
            [
                words
                for value, (words, kind) in said.items()
                if kind in kinds and kind in {*wrong, *map(INSTEAD.get, wrong)}
            ],
            row.claimed,
            [],
        )
    return (
        [],
        "",
        [words for value, (words, kind) in said.items() if kind != "count" or value >= 20 if value not in asked],
    )


def pace_beside(row: Row, words: str) -> tuple[list[str], str, list[str]]:
    """Per day or month of a whole year, last year, over five years: what the period does not say."""
    names = f"{row.claimed} {row.read_as}"
    # 29,568 per day, where the sentence has no day
    if claimed := re.search(PACE_CLAIMED, row.claimed):
        unit = next(filter(None, claimed.groups())).lower().replace("dai", "day")
        adverb = "daily" if unit == "day" else f"{unit}ly"
        if not re.search(rf"(?i)\b(?:an?|per|each|every|one|single|average|typical)\b(?:[ -]\w+){{0,2}}[ -]{unit}|\b{adverb}\b|/ ?{unit}", row.statement):  # fmt: skip
            said = re.search(PACE, words)
            return [said[0] if said else f"no {unit}"], row.claimed, []
    if (pace := re.search(PACE, words)) and not re.search(rf"{PACE}|(?i:\bper\b|\bevery\b|{_PACE})", names):
        return [pace[0]], f"all of {row.period}", []
    for match in re.finditer(RELATIVE, words):
        if plain(match[0]) in plain(names) or " to " in row.period or not re.match(r"\d{4}|FY|as of", row.period):
            continue
        if re.search(r"(?i)months|weeks", match[0]) and not row.base:
            return [match[0]], row.period, []
        if re.match(EVERY_YEAR, match[0]) or any(is_of(time, row.period, words) for time in times_in(words)):
            years = gap(match[0])
            if not (row.base and years and years != last_year(row.period) - last_year(row.base)):
                continue
        elif row.base and (gap(match[0]) or 1) == last_year(row.period) - last_year(row.base):
            continue
        return [match[0]], f"{row.period}, against {row.base}" if row.base else row.period, []
    return [], "", []


def gap(words: str) -> int | None:
    """How many years some words span."""
    number = next((SMALL.index(word) if word in SMALL else int(word) for word in plain(words).split() if word in SMALL or word.isdigit()), None)  # fmt: skip
    if "decade" in words:
        return 10 * (number or 1)
    return number if "years" in words else None


def last_year(label: str) -> int:
    return max([int(year) for year in re.findall(r"(?:19|20)\d\d", label)], default=9999)


def is_the_number(time: Time, claimed: str) -> bool:
    """Four digits before what is counted are no year."""
    return time.words.replace(",", "") == re.sub(r"[^\d]", "", claimed) and time.kind == "year"


SPLIT = r"[;:()–—]|,(?!\d{3})|\b(?:while|whereas|(?<![Aa]ll )but|although|compared|versus|up from|down from)\b|(?=\b(?:is |are |was |were )?(?:followed by|ahead of)\b)|(?<=\d) (?=from \d)|(?<=\d) (?=to \d[\d,.]*(?: (?:million|billion|thousand))? in (?:19|20)\d\d)|\b(?:surpassed|overtook|outpaced|outnumbered)\b(?= [A-Z])"


def part_of(statement: str, claimed: str) -> tuple[str, str]:
    """The part of the sentence that holds the claimed number, and with it those that hold none; all where that is not one."""
    number = re.search(r"\d[\d,.]*\d|\d", claimed or "")
    if not number:
        return statement, statement
    # Turkey (276,331)
    parts = re.split(SPLIT, re.sub(r"(?<=[^\W\d]) \((\d[\d,.]*)\)", r" \1", statement))
    # Texas and another number in California
    parts = [piece for part in parts for piece in by_number(part)]
    held = [part for part in parts if re.search(rf"(?<![\d.,]){spelled(number[0])}(?!\d|[.,]\d)", part)]
    if len(held) != 1:
        return statement, statement
    near, place = held[0], parts.index(held[0])
    # had the most in 2023, with 1,470,958
    if place and not holds_number(parts[place - 1]) and not re.search(r"[^\W\d_]{2,}", re.sub(BARE, " ", near)):
        near = f"{parts[place - 1]}, {near}"
    others = [part for part in without_examples(parts) if not holds_number(part) and part not in near]
    return near, ", ".join([near, *others])


BARE = rf"(?i)\b(?:with|at|in|of|or|about|nearly|more than|over|a|an|some|total|the|million|billion|thousand|percent|per cent|{_MONTH}|{_YEAR}|calendar|year|only|just)\b"
LED = r"(?i)\b(?:led by|such as|headed by) (?:\w+ and )?\w+"
AMONG = r"(?i)\s*(?:with (?:the |a )?(?:vast |overwhelming |large )?majority|where (?:members of )?the public|mostly|mainly|largely|chiefly|most|many|including|especially|particularly|notably|among (?:them|these)|such as|led by|(?:(?:is|are|was|were) )?(?:followed by|ahead of))\b"


def without_examples(parts: list[str]) -> list[str]:
    """Without mostly from abroad, and including images, videos and more, up to the next number."""
    kept, among = [], False
    for part in parts:
        part = part if holds_number(part) else re.sub(LED, "", part)
        among = bool(re.match(AMONG, part)) or (among and not holds_number(part))
        kept += [] if among else [part]
    return kept


def by_number(words: str) -> list[str]:
    pieces = re.split(r"\band\b", words)
    return pieces if all(map(holds_number, pieces)) and not re.search(r"(?i)\bbetween\b", words) else [words]


def holds_number(words: str) -> bool:
    """A number that is no year and no age."""
    if re.search(rf"(?i)\b(?:{'|'.join(SMALL[1:])})[ -](?:in|out of)[ -](?:every )?(?:{'|'.join(SMALL[2:])})\b", words):
        return True
    return bool(re.search(r"\d", re.sub(rf"{AGES}|(?i:{_YEAR})|\b\d\d?(?: ?[-–] ?| to )\d\d?\b(?![%.,]\d)", "", words)))


def adjectives(name: str) -> set[str]:
    stems = {name} | ({name[:-1]} if name[-1] in "aeoys" else set())
    forms = {stem + ending for stem in stems for ending in ("n", "an", "ian", "i", "ese", "ish")} | (
        {name[:-1]} if name[-1] in "y" else set()
    )
    return forms | {form + "s" for form in forms}


def listed(words) -> str:
    words = list(dict.fromkeys(words))
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
