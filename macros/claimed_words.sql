{#
    A number as people write it, in the words that parse_printed reads: 'well over 35.9M' is 'more than 35.9 million',
    'three-quarters' is '3 in 4', 'some 99.2 per cent' is 'about 99.2%', 'doubled' is '2-fold'. What no rule knows stays
    as it is, and is then not read. The rules apply in their order, each to every match.
#}
{% macro claimed_words(expression) -%}
    {%- set numbers = {
        'one': 1, 'two': 2, 'three': 3, 'four': 4, 'five': 5, 'six': 6, 'seven': 7, 'eight': 8, 'nine': 9, 'ten': 10, 'eleven': 11, 'twelve': 12,
        'thirteen': 13, 'fourteen': 14, 'fifteen': 15, 'sixteen': 16, 'seventeen': 17, 'eighteen': 18, 'nineteen': 19, 'twenty': 20, 'thirty': 30, 'forty': 40, 'fifty': 50, 'sixty': 60, 'seventy': 70, 'eighty': 80, 'ninety': 90, 'both': 2,
    } -%}
    {%- set parts = {
        'half|halves': 2, 'thirds?': 3, 'quarters?|fourths?': 4, 'fifths?': 5, 'sixths?': 6, 'sevenths?': 7, 'eighths?': 8, 'ninths?': 9, 'tenths?': 10,
    } -%}
    {%- set rules = [
        ('[\\s\\p{Zs}]+', ' '),
        ('[.,;:!]$|["“”]', ''),
        ('us ?[$]|usd ?', '$'),
        ('^(.*)[$] *(.*)$', '\\1\\2 dollars'),
        ('([0-9]) ?(?:m|mn|mln|mio)\\b', '\\1 million'),
        ('([0-9]) ?(?:b|bn|bln)\\b', '\\1 billion'),
        ('([0-9]) ?k\\b', '\\1 thousand'),
        ('\\bhalf a (million|billion)', '0.5 \\1'),
        ('([0-9]{1,3})[.]([0-9]{3})[.]([0-9]{3})', '\\1,\\2,\\3'),
        ('([0-9]) ([0-9]{3})\\b', '\\1,\\2'),
        ('([0-9]) ([0-9]{3})\\b', '\\1,\\2'),
        ('\\b([0-9]{1,2}),([0-9]{2}),([0-9]{2}),([0-9]{3})\\b', '\\1\\2\\3\\4'),
        ('\\b([0-9]{1,2}),([0-9]{2}),([0-9]{3})\\b', '\\1\\2\\3'),
    ] -%}
    {%- for word, number in numbers.items() %}{% do rules.append(('\\b' ~ word ~ '(\\b|fold)', number ~ '\\1')) %}{% endfor -%}
    {%- do rules.extend([
        ('\\b([2-9])0[ -]([1-9])\\b', '\\1\\2'),
        ('([0-9][0-9.,]*)[+] (million|billion|thousand)\\b', 'at least \\1 \\2'),
        ('^(.*[0-9n]) plus$', 'at least \\1'),
        ('/(day|week|month|hour|minute|second)$', ' per \\1'),
        ('\\bsingle (day|week|month|hour|minute|second)\\b', '\\1'),
        ('^(?:every|each) ([0-9.]* ?(?:second|minute|hour|day|week|month)s?),? (.*[0-9].*|an? .*)$', '\\2 every \\1'),
        ('^(.*[0-9a] (?:[a-z-]+ )*)(?:every|each) (second)$', '\\1per \\2'),
        ('^an? ([a-z-]+ (?:every|each|per) )', '1 \\1'),
        ('([0-9]) hundred thousand', '\\100 thousand'),
        ('([0-9]) hundred\\b', '\\100'),
        ('([0-9])[ -]?(?:percentage[ -]points?|percent[ -]points?|%[ -]points?|pp\\b)', '\\1 points'),
        ('([0-9]) ?(?:percent|per cent|pct|pc)\\b', '\\1%'),
        ('^(.*[0-9%nd]) (?:or|and) (?:more|higher|greater|above|over|upwards?)\\b', 'at least \\1'),
        ('^(.*[0-9%nd]) (?:or|and) (?:fewer|less|lower|below|under)\\b', 'at most \\1'),
        ('^(.*[0-9%nd]),? (at least|at (?:the )?most|about|approximately|roughly)$', '\\2 \\1'),
        ('\\b(?:just|slightly|a little|a bit|marginally) (?:over|above|more than)\\b', 'just over'),
        ('\\b(?:just|slightly|a little|a bit|marginally) (?:under|below|less than|fewer than)\\b|\\bjust shy of', 'nearly'),
        ('\\b(?:well|far|much|way|even) (more|over|above|under|below|less|fewer|in excess|beyond)\\b', '\\1'),
        ('\\b(?:no|not) (?:fewer|less) than|\\ba minimum of|\\bat the very least', 'at least'),
        ('\\b(?:no|not) more than|\\bas (?:many|much|high) as|\\bat (?:the )?most|\\ba maximum of', 'at most'),
        ('\\bup to\\b', 'at most'),
        ('\\b(?:in excess of|upwards? of|north of|greater than|above|beyond|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?)\\b', 'more than'),
        ('\\b(?:very )?close to|\\bnearing|\\bapproaching|\\bvirtually|\\balmost', 'nearly'),
        ('\\b(?:below|under)\\b', 'less than'),
        ('\\b(?:an )?estimated\\b|\\bsome\\b|\\bcirca\\b|\\bca?[.] ?|\\bapprox\\b[.]?|\\bin the region of\\b', 'about '),
        ('^(.*[0-9%n]) or so\\b', 'about \\1'),
        ('\\b(?:only|merely|exactly|precisely|a total of|a whopping|a staggering|an average of|on average|an additional|fully)\\b', ''),
        ('([0-9])[ -](?:in|out of)[ -](?:every |each )?([0-9])', '\\1 in \\2'),
        ('\\b(?:every|each) (?:2nd|second|other)\\b', '1 in 2'),
        ('\\b([1-9])/([2-9]|10)\\b', '\\1 in \\2'),
        ('\\b(?:doubl(?:e|ed|es|ing)|twice)\\b', '2-fold'),
        ('\\b(?:tripl|trebl)(?:e|ed|es|ing)\\b', '3-fold'),
        ('\\bquadrupl(?:e|ed|es|ing)\\b', '4-fold'),
        ('\\bquintupl(?:e|ed|es|ing)\\b', '5-fold'),
        ('\\b(?:halved|halving|cut in half|(?:fell|dropped|declined|down) by half)\\b', '0.5-fold'),
        ('([0-9])[ -]?fold\\b|([0-9])x\\b|([0-9]) times(?: as (?:many|much|high|large))\\b', '\\1\\2\\3-fold'),
        ('-fold as (?:many|much|high|large)\\b', '-fold'),
        ('\\bby a factor of ([0-9.]+)', '\\1-fold'),
    ]) -%}
    {%- for words, number in parts.items() %}
        {%- do rules.append(('\\b([1-9])[ -](?:' ~ words ~ ')\\b', '\\1 in ' ~ number)) %}
        {%- do rules.append(('\\b(?:an? |every |each )?(?:' ~ words ~ ')\\b', '1 in ' ~ number)) %}
    {%- endfor -%}
    {%- do rules.append((' +', ' ')) -%}
    {%- set listed = [] -%}
    {%- for pattern, words in rules %}{% do listed.append("'" ~ pattern ~ ' ⇒ ' ~ words ~ "'") %}{% endfor -%}
    {#- a list that is worked off, not calls in calls: engines and linters give up on such depth -#}
    trim(list_reduce(
        [
            {{ listed | join(',\n            ') }}
        ],
        lambda read, rule : regexp_replace(read, split_part(rule, ' ⇒ ', 1), split_part(rule, ' ⇒ ', 2), 'g'),
        lower(trim({{ expression }}))
    ))
{%- endmacro %}
