"""What the words around a number do with it: deny it, expect it, rank it, let it run up, turn it round or have somebody else do it.

Every rule reads the part of the sentence that holds the number and answers as the other rules do: what is said, what the row
asks for, how to ask. Where one of them finds something, nothing is judged, however well the number fits.
"""

import re

from scripts.statement_clause import AT_LEAST, DOWN, INSTITUTION, KIDS, OF_MISSING, SHARE, UP, root, spelled, stems

_NUMBER = r"(?:(?:all|of|the|some|an?|about|around|nearly|almost|over|more than|at least|up to|another|estimated|record|roughly|approximately) )*"
_BEHIND = r"(?![\d]|[.,]\d)"
_YEAR = r"(?:19|20)\d\d"
DENIED = r"(?i)\b(?:not(?! (?:only|just|even|to mention|including)\b)|never|neither|nor|cannot|hardly|scarcely|\w+n[’']t|nobody|no one|none|no(?= (?:\w+ )?(?:child|report|case|compan|provider|countr|state|file|tip|victim|girl|boy|\w+s\b))(?! (?:fewer|less|more)\b)|all but|falsely|false|untrue|wrongly|incorrectly|myth|debunked)\b"
SUPPOSED = r"(?i)\b(?:if|unless|whether|could|would|might|should|must|will|shall|(?<!\d )may(?! (?:\d|(?:of )?(?:19|20)))|expect(?:s|ed|ing)?|project(?:s|ed)|predict\w*|forecast\w*|plann?(?:s|ed|ing)?|goal|target|aim(?:s|ed|ing)?|on track|yet to|about to|set to|hop(?:es|ed|ing)|potentially|hypothetical\w*|supposed\w*)\b"
RANKED = r"(?i)\b(?:(?<!at )(?:most|least)(?! recent| of (?:which|whom|them|these|it)\b)|fewest|only|top(?:s|ped|ping)?(?! of)|leads?|leading|worst|best|ranked?|ranks|(?:more|fewer|less|higher|lower) than (?:any|all|every|other|each)|than any|any other|number one|(?:second|third|fourth|fifth)[- ](?:most|largest|highest|biggest)|(?:was|is|came|ranked|placed|finished|in) (?:first|second|third|fourth|fifth|last)(?= (?:place|with|at|,|$))|no (?:other )?(?:country|state|company|provider|platform|year|one)|everyone|majority|minority|bulk of|rest of|remaining|remainder|fraction of|portion of|(?<!first )(?<!second )(?<!last )half of(?! (?:19|20)\d\d)|each of|every one|none of|any of|some of|one of)\b"
MORE_OF_IT = r"(?i)\b(?:another|additional|extra|further|other|remaining)"
# all of them, where a part is asked for
ALL_OF_IT = r"(?i)(?<!of )(?<!among )(?<!in )(?<!from )(?<!at )\b(?:all|every)\b(?! (?:told|over|time|year|day|month|week|kinds?|types?|of (?:this|that)|but)\b)"
AVERAGED = r"(?i)\b(?:on average|an average of|averag(?:es?|ed|ing)|typical(?:ly)?|median|a mean of)\b"
# of the beginning up to now, beside a number of one year
RUN_UP = r"(?i)\b(?:to date|so far|all[- ]time|ever|cumulative\w*|since (?:its|the|it) \w+|over the years|now|by now|already|from (?:19|20)\d\d on(?:wards?)?)\b"
ENDS = r"(?i)\b(?:by|through|until|till|as of|since|before|after|prior to|up to|to date|starting|beginning|from)(?: (?:the|late|early|mid))?(?: (?:end|close|start|beginning|middle|turn|year))?(?: (?:of|in))?[ -](?:(?:fiscal|calendar) )?(?:year )?"
HAPPENED = r"(?i)\b(?:identified|recovered|found|located|arrested|rescued|reported|entered|added|registered|listed|resolved) (?:in|during) (?:the year )?"
# has been, had, are: what stands on a day
STANDS = r"(?i)\b(?:as of|by|had|has|have|is|are|were|was|since|currently|now|to date|total|stood|stands|remain\w*|living|active|registered)\b"
STAYED = r"(?i)\b(?:remain(?:s|ed|ing)?|stay(?:s|ed|ing)?|held steady|unchanged|flat|stable|steady|constant|level(?:led|ed)? off|plateau\w*)\b"
MULTIPLIED = r"(?i)\b(?:doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|quintupl\w+|halv\w+|(?:two|three|four|five|ten)fold)\b"
_VERB = r"(?:were|was|are|is|be|been|have|had|has|went|goes?|remain\w*|that|which|who|whose|involv\w+|concern\w+|relat\w+|came|comes?|turned|led|ended|resulted|resolved? to)"
SHARE_OF = (
    rf"(?i)(?:%|per ?cent|\bin (?:every )?(?:\d+|\w+)|\bhalf|thirds?|quarters?) of ((?:(?!\b{_VERB}\b)[^,;.()])+)"
)
RECEIVERS = stems(
    "ncmec center centre cybertipline tipline hotline it they we clearinghouse organization organisation nonprofit charity agency group that which who staff analysts police agencies enforcement task forces"
)
PRONOUNS = stems(
    "it they that which who we them been be was were has have had being also only already is are itself themselves alone to and or not in of a the by for on"
)
SENT_BY = stems(
    "provider company esp public platform citizen member person hotline electronic service firm maker giant site app other network"
)
CHANGED_FROM = r"(?i)\b(?:from|than|compared (?:to|with)|against|versus|vs[.]?|since|up from|down from)"


def first(*found) -> str:
    return next((match[0].strip() for match in found if match), "")


def words_of(text: str) -> set[str]:
    return stems(text) - stems("in for of by a an and children child reports report cases")


def year_of(label: str | None) -> int | None:
    years = re.findall(_YEAR, label or "")
    return int(years[-1]) if years else None


class Relation:
    """One row beside the part of its sentence that holds the number (near), and with it the parts that hold none (context)."""

    def __init__(self, row, near: str, context: str, names: set[str], senders: set[str], places: list[str], is_narrow: bool, share_of):  # fmt: skip
        self.row, self.near, self.context = row, re.sub(INSTITUTION, " ", near), re.sub(INSTITUTION, " ", context)
        # words of what the row asks for, who reports in it, the places that are said, whether it asks for one of them, and of a share
        # the words of its part, and whether some words name another whole
        self.names, self.senders, self.places, self.is_narrow, self.share_of = (
            names,
            senders,
            places,
            is_narrow,
            share_of,
        )
        self.asked = f"{row.read_as} {row.claimed} {row.compared}"
        number = re.search(r"\d[\d,]*(?:\.\d+)?", row.claimed or "")
        self.number = spelled(number[0].rstrip(",")) + _BEHIND if number else None
        self.is_part = is_narrow or row.slice != "all"
        # the row itself asks how something changed
        self.is_change = bool(row.base or row.compared or re.search(UP, row.claimed) or re.search(DOWN, row.claimed))
        self.is_change = self.is_change or bool(stems(row.read_as) & {"rise", "growth", "change"})

    def said(self) -> tuple[list[str], str, list[str]]:
        """The first that is found."""
        for rule in (self.turned, self.changed, self.unit, self.base, self.other_way, self.ran_up, self.share, self.doer, self.gone):  # fmt: skip
            if words := rule():
                return [words], self.row.claimed if rule in (self.turned, self.changed, self.unit) else self.row.read_as, []  # fmt: skip
        return [], "", []

    def search(self, pattern: str, where: str) -> str:
        """What the row does not say itself."""
        for match in re.finditer(pattern, where):
            if match[0].strip().lower() not in self.asked.lower():
                return match[0].strip()
        return ""

    def turned(self) -> str:
        """Did not, could, the most, another: no longer that number of that."""
        bare = re.sub(rf"(?i)\b(?:{AT_LEAST}|at (?:least|most)|most recent(?:ly)?)\b", " ", self.near)
        bare = f"{bare} {self.context.removeprefix(self.near)}"
        more = re.search(rf"{MORE_OF_IT} {_NUMBER}{self.number}", self.near) if self.number else None
        return (
            self.search(DENIED, self.context)
            or self.search(SUPPOSED, self.near)
            or (
                ""
                if re.search(r"(?i)record|est\b|most|least|more|fewer", self.row.claimed)
                else self.search(
                    RANKED,
                    re.sub(r"(?i)\b(?:majority|minority|half of)\b", " ", bare)
                    if re.search(SHARE, self.row.claimed)
                    else bare,
                )
            )
            or self.search(AVERAGED, self.context)
            or (self.search(ALL_OF_IT, self.context) if self.is_part else "")
            or first(more)
        )

    def changed(self) -> str:
        """Fell to, remained at, tripled to, where the number alone is claimed."""
        if self.is_change or self.row.claimed.rstrip().endswith(("%", "percent")):
            return ""
        bare = re.sub(
            r"(?i)\b(?:(?:more|fewer|less) than|up to|(?:make|makes|made|making|take|took|turned|adds?|added) up)\b",
            " ",
            self.near,
        )
        return next(
            filter(None, (self.search(way, bare) for way in (MULTIPLIED, DOWN, UP, STAYED, r"(?i)\bdown to\b"))), ""
        )

    def unit(self) -> str:
        """13-fold, 13 points, 132% of it, up to 132%: none is a rise of that many per cent."""
        if not self.number or not re.search(r"(?i)%|per ?cent", self.row.claimed):
            return ""
        units = r"(?:percentage points?|per ?cent points?|points?|times|fold)"
        behind = [(match[1] or "").lower() for match in re.finditer(rf"(?i)(?<![\d.,]){self.number}[ -]?({units}|%|per ?cent)?", self.near)]  # fmt: skip
        if behind and all(re.fullmatch(units, unit) for unit in behind) and "point" not in self.row.claimed:
            return first(re.search(rf"(?i){self.number}[ -]?{units}", self.near))
        if not self.is_change:
            return ""
        # by 132,000, where 132% is claimed
        if not behind and not re.search(
            rf"(?i)%|per ?cent|half|third|quarter|fifth|{MULTIPLIED[4:]}|fold\b|\btimes\b|\btwice\b", self.near
        ):
            return first(re.search(rf"(?<![\d.,]){self.number.removesuffix(_BEHIND)}[\d,.]*\d", self.near))
        return first(
            re.search(rf"(?i)(?<![\d.,]){self.number} ?(?:%|per ?cent) of (?:those|that|the|its|what|all)\b", self.near),
            re.search(rf"(?i)\b(?:rose|grew|increased|jumped|surged|climbed|soared|fell|dropped|declined|decreased) to {_NUMBER}{self.number} ?(?:%|per ?cent)", self.near),
        )  # fmt: skip

    def base(self) -> str:
        """An earlier year that the sentence does not name, where it is not the year before."""
        period, base = year_of(self.row.period), year_of(self.row.base)
        if not base or not period:
            return ""
        if said := re.search(
            rf"{CHANGED_FROM} (?:the |that |in |of |for |during )*{period}\b(?!-)", self.row.statement
        ):
            return said[0] if period != base else ""
        apart = period - base
        if (
            apart == 1
            or str(base) in self.row.statement
            or re.search(rf"\b{_YEAR} ?[-–] ?{base % 100:02d}\b", self.row.statement)
        ):
            return ""
        if re.search(r"(?i)\b(?:years|decade|decades)\b", self.row.statement):
            return ""  # how many is read elsewhere
        return first(re.search(r"(?i)year before|previous year|prior year|year[- ](?:over|on)[- ]year|year earlier|last year|a year", self.row.statement)) or "no earlier year"  # fmt: skip

    def other_way(self) -> str:
        """The public made more than providers, where providers are said to have made more."""
        if not self.row.compared or not (than := re.search(r"(?i)\bthan\b", self.near)):
            return ""
        before, after = stems(self.near[: than.start()]), stems(self.near[than.end() :])
        other = words_of(self.row.compared)
        mine = words_of(self.row.read_as.split(",")[0]) | words_of(self.row.slice.replace("=", " "))
        mine, other = mine - other, other - mine
        return f"than {self.near[than.end() :].strip()}" if (mine & after and not other & after) or (other & before and not mine & before) else ""  # fmt: skip

    def ran_up(self) -> str:
        """By the end of the year, to date: a number that has run up, beside that of one period; and the reverse."""
        label, year = self.row.period, year_of(self.row.period)
        if label.startswith("as of"):
            return first(
                re.search(rf"{HAPPENED}{year}\b", self.near),
                re.search(r"(?i)\bin (?:just |only )?(?:one|a single) year\b", self.near),
                None
                if re.search(STANDS, self.near)
                else re.search(rf"(?i)\b(?:in|during) (?:the year )?{year}\b", self.near),
            )
        if not re.fullmatch(r"(?:FY ?)?\d{4}(?:-H[12])?", label):
            return ""
        if found := self.search(RUN_UP, self.near):
            return found
        if self.row.base or re.search(r"(?i)\bthat year\b", self.near):
            return ""
        found = (
            re.search(rf"{ENDS}{year}\b(?!-)", self.row.statement)
            if str(year) in self.near or not re.search(_YEAR, self.near)
            else None
        )
        # from the first to the last day is the year
        return "" if not found or re.search(rf"(?i)\b(?:from|between) jan[\w.]*(?: 1(?:st)?)?,?(?: {year})?,? (?:to|through|until|and|[-–]) dec", self.row.statement) else found[0].strip()  # fmt: skip

    def share(self) -> str:
        """What the share is a share of: 15% of trafficking victims were reported missing turns it round."""
        if not re.search(SHARE, self.row.claimed) or not (of := re.search(SHARE_OF, self.near)):
            return ""
        whole, said = of[1].strip(), stems(of[1])
        part, other = self.share_of
        if {root(word) for word in part} & {root(word) for word in said} or other(said):
            return f"of {whole}"
        if "missing" not in self.names or not re.search(rf"(?i)\b{KIDS}\b", whole) or re.search(OF_MISSING, whole):
            return ""
        # 8% of children in Texas were reported missing
        behind = self.near[of.end() :]
        return f"of {whole}" if re.search(OF_MISSING, behind) or not re.search(OF_MISSING, self.row.statement) else ""

    def doer(self) -> str:
        """Who reports, receives, arrests or resolves is not who the row is of."""
        place = "|".join(map(re.escape, self.places)) or "(?!)"
        if self.is_narrow and (of := re.search(rf"(?i)\b(?:children|kids|victims|girls|boys|minors|offenders|suspects|perpetrators|predators) (?:\w+ )?(?:in|from) (?:{place})\b|\b(?:{place}) (?:children|kids|victims|girls|boys|minors|offenders)\b", self.near)) and not self.names & {"missing", "offender", "victim"}:  # fmt: skip
            return of[0]
        if self.senders and (to := re.search(rf"(?i)\b(?:reports?|tips?|complaints) (?:made |sent |submitted )?to (?:{'|'.join(map(re.escape, self.senders))})\b", self.near)):  # fmt: skip
            return to[0]
        if not self.number or re.search(SHARE, self.row.claimed):
            return ""
        number = rf"(?:by )?{_NUMBER}{self.number}"
        had = r"(?:has |have |had )?"
        acted = re.search(
            rf"(?i)\b(?:NCMEC|cent(?:er|re)|hotline|clearinghouse) {had}(?:arrested|resolved|charged|convicted|prosecuted|closed|rescued|found|recovered|located) {number}",
            self.near,
        )
        if acted:
            return acted[0]
        made = re.search(
            rf"(?i)([\w’'-]+) {had}(?:made|makes|filed|files|submitted|sent|generated|uploaded|produced|posted|shared) {number}",
            self.near,
        )
        if made and not stems(made[1]) & PRONOUNS:
            who, of_sender = stems(made[1]), bool(self.names & SENT_BY)
            # providers, where one of them is asked for
            of_sender = (
                any(who & stems(one) for one in self.senders)
                if self.senders
                else of_sender and bool(who & (SENT_BY | self.names))
            )
            if re.search(rf"(?:{place})$", self.near[: made.end(1)]) or not of_sender:
                return made[0]
        got = re.search(rf"(?i)([\w’'-]+) {had}(?:received|got|took in) {number}", self.near)
        if (
            got
            and not stems(got[1]) & (PRONOUNS | RECEIVERS)
            and not any(name.startswith(("receiv", "deliver", "referr", "notif")) for name in self.names)
        ):
            return got[0]
        moved = re.search(rf"(?i){self.number}(?: [\w’'-]+){{0,6}} (?:were|was) (?:sent|given|taken|brought|handed|referred) to (?:NCMEC|the cent)", self.near)  # fmt: skip
        return (
            moved[0] if moved and re.search(rf"(?i)\b(?:{KIDS}|offenders|persons|people|victims)\b", moved[0]) else ""
        )

    def gone(self) -> str:
        """Children who went missing, where reports or entries are counted and nobody is said to have had them reported."""
        if not self.number or re.search(SHARE, self.row.claimed) or "missing" not in self.names:
            return ""
        if re.search(r"(?i)report|entr|ncmec|ncic|\bcent(?:er|re)\b|record|cases?\b|clearinghouse", self.row.statement):
            return ""
        gone = re.search(rf"(?i){self.number}(?: [\w’'-]+){{0,4}} (?:{KIDS}|people|persons|runaways)(?: [\w’'-]+){{0,3}}? (?:went missing|go missing|gone missing|(?:are|were|is|was)(?: still| currently)? missing|disappear\w*|vanish\w*|ran away|run away)\b|{self.number} (?:missing )?(?:{KIDS}|people|persons) (?:were|are|went) (?:missing|in|into)", self.near)  # fmt: skip
        return gone[0] if gone else ""
