"""What a sentence says of place, time and part, beside what its row asks for: nothing is judged where they differ.

Used by `make check`, whose column `statement` no function reads. A name that stands in the sentence and in no column is
a note; where the sentence (or the part of it that holds the number) names only others, the row asks for something else.
"""

import re
from dataclasses import dataclass

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_YEAR = r"((?:19|20)\d\d)(?![\d%]|[,.]\d)"
_MONTH = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[.]?"
# the longest first: what one has read is not read again
TIMES = [
    ("half1", rf"\b(?:h1|(?:first|1st) half|(?:first|1st) six[ -]months?|jan(?:uary)?(?: 1)?,?(?: ?[-–] ?| to | through )june?(?: 30)?)(?:,? (?:of|in))?,? ?{_YEAR}|{_YEAR}[ -]?h1\b"),
    ("half2", rf"\b(?:h2|(?:second|2nd|last) half|(?:second|last) six[ -]months?|july?(?: 1)?,?(?: ?[-–] ?| to | through )dec(?:ember)?(?: 31)?)(?:,? (?:of|in))?,? ?{_YEAR}|{_YEAR}[ -]?h2\b"),
    ("quarter", rf"\b(?:q[1-4]|(?:first|second|third|fourth|last|1st|2nd|3rd|4th) (?:quarter|three months))(?:,? (?:of|in))?,? ?{_YEAR}|{_YEAR}[ -]?q[1-4]\b"),
    ("fiscal", rf"\b(?:fiscal(?: year)?|ffy|fy)[ -]?{_YEAR}"),
    ("month", rf"\b(?:\d\d? )?{_MONTH}(?: \d\d?(?:st|nd|rd|th)?)?,?(?: of)? {_YEAR}|{_YEAR}-(0[1-9]|1[0-2])(?:-\d\d)?\b"),
    ("span", rf"(?<![\d,.$]){_YEAR}(?: ?[-–] ?| to | through | until | and )(?:(?:19|20)?\d\d)(?![\d%-]|[,.]\d)"),
    ("year", rf"(?<![\d,.$-]){_YEAR}"),
]  # fmt: skip
# people are counted by these words and not by the place in them
NO_PLACES = r"(?i)\b(?:african|asian|native|hispanic|mexican|korean|chinese)[ -]american|\bamerican indians?|\balaska natives?|\bnative hawaiian|\bwashington post|\bnew york (?:times|post)|\blos angeles times|\btexas equusearch"
# a U.S. company is an American sender, not a report of the United States
NOT_COUNTED = r"(?:'s|’s)?[ -](?:based|tech|technology|compan(?:y|ies)|platforms?|providers?|law|federal|national|government|congress|senate|department|marshals?|police|authorit(?:y|ies)|agenc(?:y|ies)|clearinghouse|hotline|nonprofit|non-profit|organi[sz]ations?|charity|center|centre|attorneys?|officials?|fbi|code|statutes?|laws?)\b"
# those that are not made of the name
PEOPLES = {
    "british": "GB", "english": "GB", "scottish": "GB", "french": "FR", "spanish": "ES", "dutch": "NL", "swiss": "CH", "irish": "IE", "danish": "DK", "swedish": "SE", "polish": "PL",
    "turkish": "TR", "finnish": "FI", "norwegian": "NO", "portuguese": "PT", "greek": "GR", "czech": "CZ", "filipino": "PH", "thai": "TH", "peruvian": "PE", "afghan": "AF", "iraqi": "IQ",
}  # fmt: skip
REGIONS = ["Europe", "European Union", "Asia", "Africa", "Latin America", "South America", "North America", "Central America", "Middle East", "Oceania", "Scandinavia"]  # fmt: skip
SINCE = r"\b(?:from|since|than|over|on|against|compared (?:to|with)|versus|vs[.]?|after|between|up from|down from)"
MOVES = r"(?i)\b(?:r[oi]se|rising|f[ae]ll|gr[eo]w|increas|decreas|drop|declin|jump|soar|surg|climb|leap|doubl|tripl|quadrupl|quintupl|halv|up|down)"
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
        return said.kind in ("year", "fiscal") or (said.kind == "month" and (not month or said.month == int(month[1])))
    return said.kind == "year" and re.fullmatch(r"\d{4}", label) is not None


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
        for region in REGIONS:
            self.known.setdefault(region.lower(), set()).add(region)
        self.known.pop("world", None)
        # Indian and Texan, where that is no name itself
        self.made: dict[str, set[str]] = {}
        for name, means in self.known.items():
            for form in adjectives(name) if len(name) > 3 and name.isalpha() else ():
                if form not in self.known:
                    self.made.setdefault(form, set()).update(means)
        self.made |= {form: {code} for form, code in PEOPLES.items() if code in self.names}
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
            if re.search(r"(?i)\b(?:outside(?: of)?|beyond|not in|other than|except|excluding) (?:the )?$", words[: match.start()]):  # fmt: skip
                found.append((f"outside {match[0]}", frozenset({"INTERNATIONAL"})))
            else:
                found.append((match[0], means))
        return found

    def differs(self, statement: str, claimed: str, period: str, base: str | None, read_as: str, parts: tuple[str | None, list]) -> tuple[str, str]:  # fmt: skip
        """What the sentence says instead of what the row asks for, so that nothing is judged; and what it says besides."""
        if not statement or not read_as or not period:
            return "", ""
        near = statement if base else part_of(statement, claimed)
        instead, besides = [], []
        parts = (parts[0], [member for member in parts[1] if plain(member[2]) not in self.known])
        for said, asked, more in (
            parts_beside(statement, near, *parts),
            self.places_beside(statement, near, read_as),
            times_beside(statement, near, claimed, period, base),
        ):
            if said:
                instead.append(f"the statement says {listed(said)}, the row asks for {asked}")
            besides += [name for name in more if plain(name) not in plain(f"{claimed} {read_as}")]
        return "; ".join(instead), listed(name for name in besides if plain(name))

    def places_beside(self, statement: str, near: str, read_as: str) -> tuple[list[str], str, list[str]]:
        asked = {place for _, places in self.places_in(read_as, counted=False) for place in places}
        asked |= {place.upper() for place in re.findall(r"\b(?:World|International)\b", read_as)}
        named = self.places_in(statement)
        here = self.places_in(near) or named
        if here and not any(places & asked for _, places in here):
            of_row = listed(sorted(self.names.get(place, place.title()) for place in asked)) or "no place"
            return [words for words, _ in here], of_row, []
        return [], "", [words for words, places in named if not places & asked]


def times_beside(statement: str, near: str, claimed: str, period: str, base: str | None) -> tuple[list[str], str, list[str]]:  # fmt: skip
    times = [time for time in times_in(statement) if not is_the_number(time, claimed)]
    here = [time for time in times_in(near) if not is_the_number(time, claimed)] or times
    of_row = period
    if base:
        of_row = f"{period}, against {base}"
        # from 2020 to 2023 names both
        if any(time.kind == "span" and time.years == (last_year(base), last_year(period)) for time in times):
            return [], "", []
        of_base = [time for time in here if is_of(time, base, statement)]
        # doubled since the base: the period is not said
        if any(
            re.search(rf"(?i){SINCE} (?:the |that |in |of )*{re.escape(time.words)}", statement) for time in of_base
        ):
            return [], "", [time.words for time in times if time not in of_base and not is_of(time, period, statement)]
        earlier = [time for time in times if time.kind == "span" or max(time.years) < last_year(period)]
        if earlier and not of_base and not re.search(YEAR_BEFORE, statement):
            return [time.words for time in earlier], of_row, []
    if here and not any(is_of(time, period, statement) for time in here):
        return [time.words for time in here], of_row, []
    of_both = [time for time in times if any(is_of(time, label, statement) for label in (period, base) if label)]
    return [], "", [time.words for time in times if time not in of_both]


# too common to tell which part is meant
VAGUE = {"other", "unknown", "active", "location", "reported", "total", "all", "case", "multiple", "none", "resolved"}


def stems(words: str) -> set[str]:
    """As the functions read names: reports and report are one word."""
    return {word.rstrip("s") if len(word) > 3 else word for word in plain(words).split()} - {"the", "of", "and", ""}


def parts_beside(statement: str, near: str, asked: str | None, members: list[tuple[str, str, str]]) -> tuple[list[str], str, list[str]]:  # fmt: skip
    """Parts that the sentence names instead of the one that is asked, or beside the whole."""

    def named(words: str) -> dict[str, str]:
        there = stems(words)
        found = {means: (set(said.split()), label) for means, said, label in members if set(said.split()) <= there and len(said) > 3 and not set(said.split()) <= VAGUE}  # fmt: skip
        return {means: label for means, (said, label) in found.items() if not any(said < others for others, _ in found.values())}  # fmt: skip

    own = asked or "all"
    if own == "all":
        return [], "", [label for label in named(statement).values() if len(label) > 3]
    names = [set(said.split()) for means, said, _ in members if means in own.split("; ")]
    if not names:
        return [], "", []
    kinds = {part.split("=")[0] for part in own.split("; ")}
    others = {
        means: label for means, label in (named(near) or named(statement)).items() if means.split("=")[0] in kinds
    }
    # Facebook is said for Facebook with related platforms; a word that is of no other part that is named is enough
    taken = [
        set(said.split()) for means, said, _ in members if means in others and set(said.split()) <= stems(statement)
    ]
    usual = set().union(*(stems(kind) for kind in kinds))
    its = {word[:6] for word in set.union(*names) - usual if len(word) > 3} - {word[:6] for word in set().union(*taken)}
    if (
        own in others
        or any(word[:6] in its for word in stems(statement))
        or any(said <= name for said in taken for name in names)
    ):
        return [], "", []
    return list(others.values()), re.sub(r"[a-z_]+=", "", own), []


def last_year(label: str) -> int:
    return max([int(year) for year in re.findall(r"(?:19|20)\d\d", label)], default=9999)


def is_the_number(time: Time, claimed: str) -> bool:
    """A count can look like a year: with a comma, or without."""
    return time.words.replace(",", "") == re.sub(r"[^\d]", "", claimed) and time.kind == "year"


def part_of(statement: str, claimed: str) -> str:
    """The part of the sentence that holds the claimed number; all of it where none or several do."""
    number = re.search(r"\d[\d,.]*\d|\d", claimed or "")
    if not number:
        return statement
    parts = re.split(r"[;:()–—]|,(?!\d{3})|\b(?:while|whereas|but|compared|versus|up from|down from)\b", statement)
    held = [part for part in parts if re.search(rf"(?<![\d.,]){re.escape(number[0])}(?!\d|[.,]\d)", part)]
    return held[0] if len(held) == 1 else statement


def plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", words.lower()).strip()


def adjectives(name: str) -> set[str]:
    stems = {name} | ({name[:-1]} if name[-1] in "aeoys" else set())
    forms = {stem + ending for stem in stems for ending in ("n", "an", "ian", "i", "ese", "ish")} | (
        {name[:-1]} if name[-1] in "y" else set()
    )
    return forms | {form + "s" for form in forms}


def listed(words) -> str:
    words = list(dict.fromkeys(words))
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
