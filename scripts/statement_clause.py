"""What the clause around a number says of its noun, its direction, what it leaves out, its ages and its time; and what nothing reads.

The lists stand in statement_words.csv: kind, words, and for a part the beginnings of words of which a name of the row must
have one, for other kinds what the words mean.
"""

import csv
import re
from pathlib import Path

LISTS: dict[str, dict[str, str]] = {}
with open(Path(__file__).with_suffix(".csv").with_stem("statement_words"), encoding="utf-8", newline="") as _handle:
    for _row in csv.DictReader(_handle):
        LISTS.setdefault(_row["kind"], {}).update(dict.fromkeys(_row["words"].split("; "), _row["means"]))

SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]  # fmt: skip
Said = tuple[list[str], str, list[str]]
NOTHING: Said = ([], "", [])


def plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", words.lower()).strip()


def stems(words: str) -> set[str]:
    """As the functions read names: reports and report are one word."""
    return {word.rstrip("s") if len(word) > 3 else word for word in plain(words).split()} - {"the", "of", "and", ""}


def stem_list(kind: str) -> set[str]:
    return set().union(*map(stems, LISTS[kind]))


def root(word: str) -> str:
    """Arrests, arrested and an arrest."""
    cut = re.sub(r"(?:ies|ied|ing|ed|ers?|es|s|e|y)$", "", word)
    return cut if len(cut) > 3 else word


PLAIN, STOPS = stem_list("plain"), set(LISTS["stop"])
PHRASES = re.compile(rf"(?i)\b(?:{'|'.join(map(re.escape, LISTS['phrase']))})\b")
SAME = [(stems(said), stems(means)) for said, means in LISTS["same"].items()]
PARTS = re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(map(re.escape, sorted(LISTS['part'], key=len, reverse=True)))})(?!\w)")
_AGE = rf"(\d\d?|{'|'.join(SMALL[1:])})"
_NO_AGE = r"(?![\d,.]*\d)(?! ?%| (?:percent|per cent|points|million|billion|thousand|hundred|in|out|of|times|reports|files|amber)\b)"
AGES = rf"(?i:\b(?:under|below|over|above)[- ](?:the )?ages? (?:of )?{_AGE}\b{_NO_AGE}|\b(?:children|kids|girls|boys|youths?|minors|juveniles|people|persons|those|infants|runaways) (?:over|above|below|up to) {_AGE}\b{_NO_AGE}|\b(?:under[- ]|older than |younger than |aged? |ages )(?:of )?{_AGE}s?\b(?: ?(?:to|-|–|and) ?{_AGE}\b)?{_NO_AGE}|\b{_AGE}(?: ?(?:to|-|–|and) ?{_AGE})?[- ]years?[- ]olds?\b)"
PROGRAMMES = {
    re.compile(rf"(?i)(?<![\w-])(?:{'|'.join('[ -]'.join(word.split()) for word in words)})(?![\w])"): (words, means)
    for means in dict.fromkeys(LISTS["programme"].values())
    for words in [sorted((word for word, its in LISTS["programme"].items() if its == means), key=len, reverse=True)]
}  # fmt: skip
KIDS = r"(?:children|kids|youngsters|minors|youths?|girls|boys)"
PEOPLE = stems("children persons cases instances tips members users offenders victims")
# whose names say what a programme does
INSTITUTION = r"(?i)\b(?:center|centre|clearinghouse|charity|nonprofit) for missing (?:(?:and|&) exploited )?(?:children|kids)\b|\bmissing (?:(?:and|&) exploited )?(?:children|kids)(?:['’]s?)? (?:center|centre|clearinghouse|charity|organi[sz]ation|agency|nonprofit|non-profit|group|watchdog|advocates)\b"
CHILDREN = r"(?i)\b(?:under|below|younger than)\b.* (?:18|eighteen)s?$|\bunder-?(?:18|eighteen)s?$"
OPEN_ENDED = r"(?i)\b(?:under|below|over|above|older|younger|up to)\b"
SOME = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|few|several|couple of)"
UNITS_OF_TIME = r"(?:hours?|days?|weeks?|weekends?|months?|quarters?|years?)"
# a part of the period, or more than it: none is a label of a period
PART_OF_TIME = re.compile(
    rf"(?i)\b(?:(?:first|last|final|opening) {SOME} {UNITS_OF_TIME}"
    rf"|(?:over|in|during|within|for) (?:the )?{SOME} years (?:to|through|ending)\b"
    rf"|(?:on|in|over|during|within) (?:just |only )?(?:one|a|a single|any|any given|an average|a typical) (?:given )?(?:day|night|week|weekend|month)"
    r"|(?:since|until|till) [\w’']+(?: [\w’']+)?"
    r"|(?:before|after|prior to|up to) (?:19|20)\d\d"
    r"|(?:in|during|by|of) (?:the |early |late )?(?:fall|autumn|spring|summer|winter)(?: of)?(?: (?:19|20)\d\d)?"
    r"|the (?:weeks?|days?|months?|hours?) (?:before|after|since|leading up to|of|around)"
    r"|(?:in|over) the (?:decade|century)"
    rf"|{'|'.join(map(re.escape, LISTS['time']))})\b"
)
UP = r"(?i)\b(?:r[oi]se[sn]?|rising|gr[eo]w(?:s|n|th|ing)?|increas\w+|jump\w*|soar\w*|surg\w+|climb\w*|leap\w*|leapt|spik\w+|swell\w*|swoll?e[dn]|balloon\w+|mushroom\w+|explod\w+|(?:sky)?rocket\w+|doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|up(?= (?:by|from|an?|one|half|two|nearly|almost|about|over|more|\d))|more(?! than))\b"
DOWN = r"(?i)\b(?:f[ae]ll(?:s|en|ing)?|decreas\w+|drop\w*|declin\w+|plung\w+|plummet\w*|crash\w+|nosediv\w+|shr[aiu]nk\w*|sl[ai]d(?:es?)?|slip\w+|s[aiu]nk\w*|slump\w+|tumbl\w+|dip(?:s|ped)?|dwindl\w+|sag(?:s|ged|ging)?|retreat\w*|contract(?:s|ed|ing)|lost|eased|halv\w+|down(?= (?:by|from|an?|one|half|two|nearly|almost|about|over|more|\d))|fewer(?! than)|less(?! than))\b"
AT_LEAST = r"(?:more than|over|at least|in excess of|upwards? of|exceed(?:ed|ing|s)?|above|surpass(?:ed|ing|es)?|topped|no (?:fewer|less) than|a minimum of|well over|greater than)"
AT_MOST = r"(?:fewer than|less than|under|below|at most|up to|no more than|as many as|not even|a maximum of)"
OF_MISSING = r"(?i)missing|report|cases?\b|runaways?\b|r[au]n away|vanish|disappear|ncmec|cent(?:er|re)\b|\bcare\b|foster|abduct|entr(?:y|ies)"
RECORD = r"(?i)record|highest|lowest|largest|biggest|smallest|fewest"
# that somebody was found, beside a measure of which no name says so
FATES = ("resol", "recover", "found", "located", "solv", "rescu", "success")
FATE = r"(?:(?:help(?:ed|s)?(?: to)? )?(?:f[io]und|find|recover(?:ed)?|locate[d]?|resolved?|rescued?|saved?|reunite[d]?|track(?:ed)? down|brought home|solved?|closed|cleared))"
FATE_WORDS = {"found", "recovered", "located", "resolved", "solved", "rescued", "closed", "identification"}
SHARE = (
    r"(?i)%|percent|per cent|\b[\w-]+ (?:in|out of|of) (?:every |the )?(?:\d+|"
    + "|".join(SMALL[2:])
    + r")\b|\bhalf\b|\b(?:a |one |two |three )?(?:third|quarter|fifth|tenth)s?\b"
)
MONEY = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}
LEFT_OUT = r"(?i)\b(other than|apart from|aside from|(?:setting|leaving|putting) aside|minus|no|except(?:ing)?(?: for)?|with the exception of|barring|all but|exclu(?:ding|des?|ded|sive of)|leaving out|without|save(?: for)?|not(?: (?:an?|the|in|by|from|of|being|been|yet))*|never|non|no longer)[ -]+((?:[\w’'-]+ ?){1,2})|\b(non)(\w{4,})|(\w+) (excepted|excluded)\b"
# no part has to be named for these to leave one out
ALWAYS = r"(?i)other than|aside|minus|apart from|aside from|with the exc|barring|all but|except|exclud|leaving out"
_SCALE = r"(?: ?(?:million|billion|thousand|mn|bn|[mk])\b)?"
_WORDS = r"((?:,? [a-zA-Z][\w'’-]*){1,5})"


def spelled(number: str) -> str:
    """A number as a pattern, with or without its commas or the spaces that stand for them."""
    return "[, \u00a0\u202f]?".join(map(re.escape, number.replace(",", "")))


def reached(own: set[str], synonyms: list[tuple[set[str], set[str]]]) -> set[str]:
    """All words that say the same as some of these: kids where there are children; not Meta, which is more than Facebook."""
    meanings: dict[frozenset[str], list[set[str]]] = {}
    for said, means in [*synonyms, *SAME]:
        meanings.setdefault(frozenset(said), []).append(means)
    return own.union(*(said for said, all_of_them in meanings.items() if all(means <= own for means in all_of_them)))


def is_plural(word: str) -> bool:
    low = word.lower()
    return low in LISTS["plural"] or (len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s")))  # fmt: skip


class Clause:
    """The part of a sentence that holds the number (near), and with it the parts that hold none (context)."""

    def __init__(self, row, near: str, context: str, own: set[str], own_base: set[str], own_members: set[str], parts: set[str]):  # fmt: skip
        self.row, self.near, self.context = row, near, context
        # words of the row's names; of those without its part, which is no part of what a share is of; names of parts that its
        # measure has; words of all parts
        self.own, self.own_base, self.own_members, self.parts = own, own_base, own_members, parts
        number = re.search(r"\d[\d,]*(?:\.\d+)?", row.claimed or "")
        self.number = number[0].rstrip(",") if number else None

    def is_own(self, words: str) -> bool:
        return bool(stems(words)) and stems(words) <= self.own

    def is_formed(self, word: str) -> bool:
        """Arrests, of a row of those arrested."""
        return len(root(word)) > 4 and root(word) in map(root, self.own_base)

    def noun(self, unit: str, countable: set[str], units: set[str]) -> Said:
        """What is counted stands behind the number: 36.2 million images are no reports, nor are dollars."""
        share = re.search(SHARE, self.row.claimed)
        ratio = share if share and re.search(r" ", share[0]) and "cent" not in share[0] else None
        # one in seven children, where it is one of those reported missing
        if share and "missing" in self.own_base and not re.search(OF_MISSING, self.row.statement):
            of = re.search(rf"(?i)(?:{SHARE[4:]})(?: of)?(?: [\w.'’-]+){{0,3}}? (children|kids|youngsters|minors|youths?|girls|boys)\b", self.near)  # fmt: skip
            of = of or re.search(
                r"(?i)\b(?:one|1|every) (child|kid|youngster|minor|girl|boy) (?:in|out of) ", self.near
            )
            if of:
                return [of[1]], f"{unit} of those missing", []
        # all missing children are more than those reported to NCMEC
        every = (
            share
            and "missing" in self.own_base
            and re.search(rf"(?i)\ball (?:of )?(?:the |our )?(?:missing )?{KIDS}\b", self.row.statement)
        )
        if every and not re.search(r"(?i)\breport|ncmec|\bcent(?:er|re)\b", self.row.statement):
            return [every[0]], f"{unit} to NCMEC", []
        if re.search(r"(?i)\btimes\b|fold\b", self.row.claimed) or not (share or self.number):
            return NOTHING
        if not share and (not unit.isalpha() or unit in LISTS["no_unit"]):
            return NOTHING
        # the number of accounts was 36.2 million
        of = re.search(r"(?i)\b(?:number|count|tally) of ([\w’' -]+)", self.near)
        head = next((word for word in of[1].split() if is_plural(word)), "") if of and not share else ""
        if head and not self.is_own(head) and not any(map(self.is_formed, stems(head))) and head.lower() not in STOPS and not stems(head) & {"case", "instance", "time"} and not stems(head) <= self.own_members | {*PLAIN} - {"account"}:  # fmt: skip
            return [head], unit, []
        number = spelled(self.number) if self.number and not ratio else re.escape(share[0])
        for match in re.finditer(rf"([$€£¥]?)(?<![\d.,\w]){number}(?![\d]|[.,]\d){_SCALE}\+?(?: ?%| percent| per cent)?{_WORDS}?", self.row.statement, re.I):  # fmt: skip
            if match[1] and match[1] not in self.row.claimed:
                return [MONEY[match[1]]], unit, []
            words = (match[2] or "").replace(",", " , ").split()
            # of a share, what it is a share of
            words = words[1:] if share and words[:1] == ["of"] else ([] if share and not ratio else words)
            listed, foreign = [], ""
            for place, word in enumerate(words):
                low = word.lower().strip("'’")
                # a share of the world's abuse is none of reports
                if share and low in LISTS["mass"] and not [one for one in words[place + 1 : place + 2] if self.is_own(one) or is_plural(one)]:  # fmt: skip
                    return [word], unit, []
                if low in STOPS - ({"and"} if listed or foreign else set()) and not (share and low in ("all", "the")):
                    break
                if share and stems(re.sub(r"['’]s$", "", low)) & (self.own - self.own_base - PLAIN):
                    return [word], f"all {unit}", []
                if low.endswith(("'s", "’s")) or low == ",":
                    continue
                # a request about an offender is none
                if unit == "requests" and low in ("offenders", "fugitives"):
                    return [word], unit, []
                short = re.sub(r"(?:ies|es|s)$", "", low)
                if self.is_own(low) or any(map(self.is_formed, stems(low))) or (len(short) > 5 and is_plural(low) and any(one.startswith(short) for one in self.own)):  # fmt: skip
                    if is_plural(low) or low in countable:
                        # alerts, of a row that counts the children in them
                        other = (
                            not share
                            and unit.isalpha()
                            and stems(low) <= units - stems(unit) - PEOPLE
                            and self.is_own(low)
                        )
                        return ([word], unit, []) if other else NOTHING
                    listed.append(low)
                elif stems(low) & {"case", "instance"}:
                    # what texts call a report, without saying what they count
                    return [], "", [word]
                elif is_plural(low) and stems(low) <= self.own_members:
                    # images, videos and other files
                    foreign = foreign or word
                elif (is_plural(low) and (low in LISTS["noun"] or not stems(low) <= PLAIN)) or (
                    stems(low) & countable and (is_plural(low) or not share)
                ):
                    return [word], unit, []
            if foreign:
                return [foreign], unit, []
        return NOTHING

    def programme(self, programs: set[str], names: set[str], label: str) -> Said:
        """Reports of missing children, where those of the CyberTipline are asked for; a note where it stands beside the number."""
        instead, besides = [], []
        # of a row that has no such programme, nothing is known
        own = [means for words, means in PROGRAMMES.values() if programs & set(means.split("|")) or any(stems(word) <= names for word in words)]  # fmt: skip
        if not own:
            return NOTHING
        for pattern, (_, means) in PROGRAMMES.items():
            if means in own:
                continue
            for where, found in ((self.near, instead), (self.context, besides)):
                if match := re.search(pattern, re.sub(INSTITUTION, lambda name: "_" * len(name[0]), where)):
                    found.append(match[0])
                    break
        is_said = any(
            re.search(pattern, self.row.statement) for pattern, (_, means) in PROGRAMMES.items() if means in own
        )
        return (instead or besides, label, []) if instead or (besides and not is_said) else ([], "", besides)

    def verb(self, names: set[str], defined: set[str], of_ncmec: bool, senders: set[str], places: list[str]) -> Said:
        """Who did what with the number: found, of what is reported; sent, by who received; grew by, of what it is."""
        names, label = names | self.own, self.row.read_as.split(",")[0]
        by_users = rf"(?i)\b(?:{'|'.join(map(re.escape, sorted(senders)))})(?:['’]s)? (?:users|accounts|members|customers|subscribers)\b"
        # a provider reports what its users do
        if senders and (said := re.search(by_users, self.near)):
            return [said[0]], label, []
        if not self.number or re.search(SHARE, self.row.claimed):
            return NOTHING
        number = rf"(?:(?:all|of|the|some|an?|about|around|nearly|almost|over|more than|another|estimated|record) )*{spelled(self.number)}(?![\d]|[.,]\d)"
        checks = []
        if not any(word.startswith(FATES) for word in names) and not defined & FATE_WORDS:
            checks += [rf"(?<!report )(?<!study )(?<!survey )(?<!analysis )(?<!that )\b{FATE} {number}", rf"{number}(?:{_SCALE} [\w-]+){{0,4}}? (?:were|was|are|have been|had been) (?:\w+ly )?{FATE}\b(?! (?:to|on|in|guilty)\b)"]  # fmt: skip
        if not any(word.startswith(("sent", "submi", "deliver", "referr", "dissem", "notice", "escal", "receiv")) for word in names):  # fmt: skip
            who = "|".join(["NCMEC", "cent(?:er|re)", "CyberTipline", "clearinghouse", "nonprofit", "hotline", "tip ?line", *map(re.escape, places)])  # fmt: skip
            checks += [
                rf"\b(?:{who})(?: has| have)? (?:sent|submitted|filed|supplied|forwarded|referred|passed on)(?: NCMEC| in| out)? {number}"
            ]
        # who asks for an alert or writes a report is another
        checks += [
            rf"\b(?:NCMEC|cent(?:er|re))(?: has| have)? (?:issued|issues|activated|published|publishes|wrote|writes|made|makes|generated) {number}"
        ]
        if senders and not any(word.startswith("receiv") for word in names):
            checks += [
                rf"\b(?:{'|'.join(map(re.escape, sorted(senders)))}) (?:received|got|was sent|were sent|was hit with|faced) {number}"
            ]
        if not of_ncmec:
            checks += [rf"\b(?:NCMEC|cent(?:er|re))(?: has| have)? (?:received|took|took in|got|handled|logged|recorded|fielded) {number}"]  # fmt: skip
        if not (self.row.base or self.row.compared or re.search(UP, self.row.claimed) or re.search(DOWN, self.row.claimed)) and not names & {"rise", "growth", "change"}:  # fmt: skip
            checks += [rf"(?:{UP[4:]}|{DOWN[4:]})(?:(?<!up)(?<!down)|(?= by)) (?:by )?{number}", rf"\b(?:increase|rise|jump|surge|growth|gain|decline|drop|fall|decrease) of {number}"]  # fmt: skip
        for check in checks:
            if said := re.search(f"(?i){check}", self.near):
                return [re.sub(spelled(self.number), "…", said[0])], label, []
        return NOTHING

    def direction(self) -> Said:
        """Fell, where rise is claimed; fewer than, where the bare number is."""
        up, down = (re.search(way, self.row.claimed) for way in (UP, DOWN))
        if bool(up) != bool(down) and (self.row.base or self.row.compared):
            other = re.search(DOWN if up else UP, self.context)
            if other and not re.search(UP if up else DOWN, self.context):
                return [other[0]], self.row.claimed, []
        if self.number and not self.row.base and not self.row.compared:
            more = re.search(rf"(?i)(?<![\d.,]){spelled(self.number)}(?![\d]|[.,]\d){_SCALE}(?: [\w-]+)? (more|fewer|less|higher|lower|extra|additional)\b(?! or\b)", self.near)  # fmt: skip
            if more and more[1].lower() not in self.row.claimed.lower():
                return [more[1]], self.row.claimed, []
        if self.number:
            bound = re.search(rf"(?i)\b({AT_LEAST}|{AT_MOST}) (?:an? |the |some |about |just )?[$€£]?{spelled(self.number)}(?![\d]|[.,]\d)", self.near)  # fmt: skip
            said = re.search(rf"(?i)\b({AT_LEAST}|{AT_MOST})\b", self.row.claimed)
            if bound and not said and re.match(rf"(?i){AT_MOST}", bound[1]):
                return [bound[1]], self.row.claimed, []
            if bound and said and bool(re.match(rf"(?i){AT_MOST}$", bound[1])) != bool(re.match(rf"(?i){AT_MOST}$", said[1])):  # fmt: skip
                return [bound[1]], self.row.claimed, []
        # a record is compared with other years only where it is claimed
        best = re.search(rf"\b(?:{RECORD[4:]})\b", self.near, re.I)
        return [], "", [best[0]] if best and not re.search(RECORD, self.row.claimed) else []

    def left_out(self, asked: str) -> Said:
        """Companies apart from Google are not Google."""
        for match in re.finditer(LEFT_OUT, self.context):
            negation, words = (match[1] or match[3] or match[6]), (match[2] or match[4] or match[5]).strip()
            first, *rest = words.split()
            words = words if rest and stems(rest[0]) & self.parts else first
            joined = plain(f"{negation}{words.split()[0]}")
            if stems(joined) <= self.own or plain(f"{negation} {words}") in plain(self.row.read_as):
                continue
            if plain(negation) in plain(f"{self.row.read_as} {self.row.claimed}") or "only" in words:
                continue
            if re.match(ALWAYS, negation) or stems(words) & (self.parts | self.own - PLAIN):
                return [f"{negation} {words}" if match[1] else match[0]], asked, []
        return NOTHING

    def listed_parts(self) -> list[str]:
        """Ages, acts, fates and brands, which no breakdown has or which the row does not ask for."""
        found = []
        ages = [int(age) for age in re.findall(r"\b\d\d?\b", self.row.slice)]
        for match in PARTS.finditer(self.context):
            # teenagers and younger children are all
            if (
                re.match(r"(?i) and (?:younger|children|kids)\b", self.context[match.end() :])
                and "teen" in match[0].lower()
            ):
                continue
            # teenagers aged 15 to 17
            if "teen" in match[0].lower() and ages and min(ages) >= 13 and max(ages) <= 19:
                continue
            # a brand is written as names are
            means = LISTS["part"].get(match[0], LISTS["part"].get(match[0].lower()))
            if means and not any(word.startswith(tuple(means.split("|"))) for word in self.own) and not self.is_own(match[0]):  # fmt: skip
                found.append(match[0])
        return found

    def ages(self, labels: list[str]) -> list[str]:
        ends = [sorted(re.findall(r"\d+", label), key=int) for label in labels]
        found = []
        for match in re.finditer(AGES, self.context):
            said = sorted((str(SMALL.index(one.lower())) if not one.isdigit() else one for one in match.groups() if one), key=int)  # fmt: skip
            if plain(match[0]) in plain(f"{self.row.read_as} {self.row.claimed}") or re.search(CHILDREN, match[0]):
                continue
            if re.search(OPEN_ENDED, match[0]) or said not in ends:
                found.append(match[0])
        return found

    def part_of_time(self, times_own: str) -> Said:
        """The first nine months, the weeks before Christmas, since: more or less than the period of the row."""
        asked = plain(f"{self.row.claimed} {self.row.read_as} {times_own}")
        for match in PART_OF_TIME.finditer(self.context):
            said = plain(match[0])
            if said in asked or (said.startswith(("since", "until", "till", "before", "after", "up to")) and (self.row.base or " to " in self.row.period or self.row.period.startswith("as of") or said.split()[0] in asked)):  # fmt: skip
                continue
            # officials said Tuesday
            if said.endswith("day") and re.search(
                r"(?i)\b(?:said|says|told [\w ]+|announced|reported)(?: on)? $", self.context[: match.start()]
            ):
                continue
            # the highest since: of that nothing is judged
            if re.search(
                r"(?i)(?:est|most|least|time|high|low|peak|record|level)s?,? (?:\w+ )?$", self.context[: match.start()]
            ):
                return [], "", [match[0]]
            if re.search(r"\bday|per|every|daily|weekly|monthly|hour", asked) and re.search(r"day|week|month", said):
                continue
            return [match[0]], self.row.period, []
        return NOTHING

    def unread(self, places: set[str], times: list[str]) -> list[str]:
        """Words that neither a name of the row, another rule nor the list of plain words accounts for."""
        left = self.context
        for pattern in (*map(re.escape, times), PHRASES, PARTS, AGES, PART_OF_TIME, UP, DOWN, INSTITUTION, *PROGRAMMES):
            left = re.sub(pattern, lambda match: " " * len(match[0]), left)
        known = self.own | PLAIN | places | set(SMALL) | stems(self.row.ignored)
        roots, found = set(map(root, self.own)), []
        for match in re.finditer(r"[^\W\d_][\w’'-]*", left):
            word = re.sub(r"[’']s?$", "", match[0])
            said = stems(word)
            if said <= known or stems(word.replace("-", "")) <= known or set(map(root, said)) <= roots or len(word) < 2:
                continue
            found.append(word)
        return list(dict.fromkeys(found))
