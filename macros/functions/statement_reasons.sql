{# Why there is no verdict; NULL where there is one. What is not known by name or does not fit together is never judged. #}
{% macro reason_of_statement() %}
    {%- set known = 'select 1 from ' ~ mart('checkable_numbers') ~ ' as known where known.about = ' -%}
    {%- set is_percent = "claims.unit in ('percent', 'fraction')" -%}
    case
        when claims.value is null or {{ reads_two_ways() }} or (claims.is_comparison and claims.per is not null)
            then case when claims.lacks_base then 'wrong_base_period' else 'claimed_not_readable' end
        when claims.meant_twice is not null then 'ambiguous_name'
        when claims.kind is null or (claims.asked_other is not null and claims.other_id is null and not exists ({{ known }}claims.asked_about and known.slice = claims.other_slice))
            then 'unknown_measure_or_rate'
        when claims.rate_reason_code is not null and not judged.has_later then claims.rate_reason_code
        when {{ of_period('claims.asked_period', 'days.period_label') }} is null then 'unknown_period'
        when claims.asked_base is not null and {{ of_period('claims.asked_base', 'days.period_label') }} is null then 'unknown_period'
        when claims.asked_geography is not null and not exists ({{ known }}claims.asked_about and known.geography = claims.asked_geography) then 'unknown_geography'
        when claims.asked_slice <> 'all' and not exists ({{ known }}claims.asked_about and known.slice = claims.asked_slice) then 'unknown_slice'
        when claims.lacks_base or (claims.says_change and claims.is_share) then 'wrong_base_period'
        when claims.is_comparison and not claims.is_points and (claims.kind = 'rate' or {{ is_percent }}) then 'change_of_a_rate'
        when claims.is_points and not claims.is_comparison then 'wrong_base_period'
        when claims.is_points and coalesce(claims.scoring, '') <> 'proportion' and not {{ is_percent }} then 'wrong_unit'
        when claims.other_unit is distinct from claims.unit and claims.other_id is not null then 'wrong_unit'
        when claims.per is not null and (claims.kind = 'rate' or claims.is_share or {{ is_percent }} or judged.spans is null) then 'wrong_unit'
        when claims.kind = 'measure' and (not claims.is_share or claims.is_comparison) and claims.claimed_unit <> '' and not {{ is_unit_of_claim() }} then 'wrong_unit'
        when claims.kind = 'measure' and not claims.is_comparison and claims.is_share <> ({{ is_percent }}) then 'wrong_unit'
        when claims.is_comparison and claims.is_share <> claims.is_points and ({{ is_percent }} or claims.kind = 'rate') and claims.value > 0 then 'wrong_unit'
        when not claims.is_comparison and claims.scoring = 'proportion' and not claims.is_share and not claims.value between 0.000001 and 0.999999 then 'wrong_unit'
        when claims.scoring = 'ratio' and claims.is_share then 'wrong_unit'
        when {{ of_period('claims.asked_base', 'days.period_type') }} <> {{ of_period('claims.asked_period', 'days.period_type') }}
            or ({{ of_period('claims.asked_base', 'days.end_date') }} >= {{ of_period('claims.asked_period', 'days.end_date') }}
                and not (claims.asked_other is not null and claims.asked_base = claims.asked_period)) then 'wrong_base_period'
        when not judged.has_later or (claims.is_comparison and not judged.has_base) or judged.value is null then 'no_figure_loaded'
        -- who writes 43% may mean a fall, who writes 36.2 million the number itself
        when claims.is_comparison and claims.direction is null and not judged.holds then 'direction_not_said'
        -- a peak is no average, and nothing is loaded of single days
        when claims.per is not null and claims.precision = 'at_most' and judged.holds then 'wrong_unit'
        when judged.holds is null then 'evidence_too_imprecise'
    end
{% endmacro %}


{# What can be read in two ways, of which one would be right. #}
{% macro reads_two_ways() -%}
    (
        -- a third of the earlier number, or by a third
        (claims.is_comparison and claims.direction is null and contains(claims.printed, ' in '))
        -- rose 1 million to 36.2 million
        or (claims.is_comparison and claims.precision = 'range' and not claims.is_share and not starts_with(claims.printed, 'between'))
        -- 91% not resolved, unresolved; half a percent
        or (
            not claims.is_comparison and claims.is_share
            and len(list_filter(
                string_split(trim({{ name_words('claims.last_words') }}), ' '),
                lambda w : w in ('not', 'never', 'no', 'none', 'nor', 'neither', 'without', 'non', 'cannot', 'except', 'other', 'percent', 'percentage', 'point', 'points', 'least', 'most', 'minimum', 'maximum', 'nearly', 'almost')
                    or (length(w) > 4 and starts_with(w, 'un') and contains({{ name_words('claims.label') }}, ' ' || substr(w, 3)))
            )) > 0
        )
        -- 29.568 is 29,568 where people write so: a count has no fraction
        or (
            claims.kind = 'measure' and claims.unit not in ('percent', 'fraction') and not claims.is_share and claims.per is null
            and regexp_matches(claims.printed, '[0-9][.][0-9]') and not regexp_matches(claims.printed, 'million|billion|thousand|[0-9][.]00?$')
        )
        -- 91,428% and 20,512 million likewise, where that would be right
        or (
            regexp_matches(claims.printed, '^[^0-9]*[0-9]{1,3},[0-9]{3}( (million|billion)|%)?$') and not judged.holds
            and judged.value * 1000 between coalesce(claims.value_low, claims.value) - 0.5 and coalesce(claims.value_high, claims.value) + 0.5
        )
    )
{%- endmacro %}


{# Words after the number: the unit, and before it only words of the measure's own name (no police reports, no reports a day). #}
{% macro is_unit_of_claim() -%}
    (
        -- 27 million images, of the files that are images
        (starts_with(claims.asked_slice, 'file_type=') and rtrim(claims.claimed_unit, 's') = rtrim(lower({{ spoken_slice('claims.asked_slice') }}), 's'))
        or ends_with(rtrim(claims.claimed_unit, 's'), rtrim(lower(claims.unit), 's'))
        and len(list_filter(
            string_split(trim({{ name_words('claims.claimed_unit') }}), ' '),
            lambda w : not contains({{ name_words("claims.label || ' ' || claims.unit || ' ' || claims.unit || 's'") }}, ' ' || rtrim(w, 's')) and not (claims.direction is not null and w in ('in', 'the', 'of'))
        )) = 0
    )
{%- endmacro %}


{# A column of a named period; NULL where there is no such period. #}
{% macro of_period(period, column) -%}
    (select {{ column }} from {{ mart('dim_periods') }} as days where days.period_label = {{ period }})
{%- endmacro %}


{% macro explanation_of_statement() %}
    {%- set numbers = mart('checkable_numbers') -%}
    case decided.reason_code
        when 'claimed_not_readable' then 'The claimed number cannot be read. Write it as it is printed: 29,568, 20.5 million, 91%, about 26,900, more than 5, 20 to 21 million, 1 in 7, 100,000 a day; a change also as rose 5%, fell by a third or doubled.'
        when 'ambiguous_name' then decided.meant_twice
        when 'unknown_measure_or_rate' then {{ unknown_subject('case when decided.kind is null then decided.asked_about else decided.asked_other end') }} || ' The function find looks for words.'
        when 'unknown_period' then 'No period is called ' || coalesce(case when {{ of_period('decided.asked_period', 'days.period_label') }} is null then decided.asked_period else decided.asked_base end, 'NULL') || '. ' || coalesce({{ period_hint('decided') }}, '')
        when 'unknown_slice' then {{ unknown_slice('decided') }}
        when 'unknown_geography' then {{ unknown_place('decided') }}
        when 'wrong_unit' then decided.label || case
                when decided.other_unit is distinct from decided.unit and decided.other_id is not null then ' counts ' || decided.unit || ', ' || decided.other_label || ' ' || decided.other_unit || ': they are not compared'
                when decided.precision = 'at_most' and decided.per is not null then ' is known as an average of a ' || decided.per || ', not by its highest ' || decided.per
                when decided.per is not null and (decided.kind = 'rate' or decided.is_share or decided.spans is null) then ' has no average of a ' || decided.per || ': only counts of a year or a half-year are divided by its days'
                when decided.is_points then ' is no share, so that it has no percentage points'
                when decided.kind = 'measure' then ' counts ' || decided.unit || case when decided.is_share then '; a percentage is of something' else {{ not_the_unit('decided') }} end
                when decided.scoring = 'ratio' then ' is a quotient and no percentage; for a change name the measure and a base period'
                else ' is a share: write it in percent'
            end || '.' || coalesce(' Rates of it: ' || (select string_agg(r.rate_id, ', ' order by r.rate_id) from {{ mart('dim_rates') }} as r where r.numerator_measure_id = decided.asked_about) || '.', '')
        when 'change_of_a_rate' then 'The change of a share can be meant in percent or in percentage points: write rose 2 percentage points, or check each period by itself.'
        when 'wrong_base_period' then case when decided.asked_base is null then 'A change needs the period that it is counted from: give base_period.' else 'The base period must be of the same kind as the period, and earlier.' end
        when 'direction_not_said' then 'That is not how far the number rose: write fell or rose before a change, and leave base_period empty for the number itself.'
        when 'no_figure_loaded' then 'No figure for this measure, period, slice and place is loaded from anything but fact-check articles. '
            || coalesce({{ coverage_of_statement() }} || ' ', '')
            || coalesce({{ period_hint('decided') }}, '')
        when decided.rate_reason_code then decided.rate_reason
        else 'The warehouse has ' || {{ format_number('decided.computed_value') }}
            || case when decided.holds then ', which lies within the claimed ' when not decided.holds then ', which lies outside the claimed ' else ', too imprecise to decide on the claimed ' end
            || decided.asked_claimed || {{ claimed_range() }} || '.'
            || case when decided.verdict = 'not_comparable' then {{ over_break() }} else '' end
    end
{% endmacro %}


{# What is known of a gap: that nothing was looked for, how far a search went, or that only others state it. #}
{% macro coverage_of_statement() -%}
    (
        select 'Coverage of ' || max(gaps.period_label) || ': ' || string_agg(distinct replace(gaps.status, '_', ' ') || coalesce('. ' || gaps.note, ''), ' ') || '.'
        from {{ mart('coverage') }} as gaps
        where
            gaps.measure_id = decided.asked_about and gaps.status <> 'loaded'
            and gaps.period_label = case when decided.has_later then decided.asked_base else decided.asked_period end
            and (gaps.breakdown = decided.asked_slice or starts_with(decided.asked_slice, gaps.breakdown || '='))
        having count(*) > 0
    )
{%- endmacro %}
