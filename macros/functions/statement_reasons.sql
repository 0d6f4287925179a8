{# Why there is no verdict; NULL where there is one. What is not known by name or does not fit together is never judged. #}
{% macro reason_of_statement() %}
    {%- set is_percent = "claims.unit in ('percent', 'fraction')" -%}
    case
        -- 91 per 100,000 of what is no number per so many
        when claims.value is null and claims.scoring is distinct from 'ratio' and regexp_matches(claims.printed, '^[^0-9]*[0-9][0-9.,]*( (million|billion))? per [0-9]') then 'wrong_unit'
        when (claims.value is null and (claims.part <> 4 or claims.kind is null)) or {{ reads_two_ways() }} or (claims.is_comparison and claims.per is not null)
            then case when claims.lacks_base then 'wrong_base_period' else 'claimed_not_readable' end
        -- a record of changes is another series
        when claims.record_words <> '' and claims.part = 1 and claims.lacks_base then 'claimed_not_readable'
        when claims.meant_twice is not null then 'ambiguous_name'
        when claims.several is not null then 'several_at_once'
        when claims.kind is null or (claims.asked_other is not null and claims.other_id is null and not claims.has_other_slice)
            then 'unknown_measure_or_rate'
        when claims.rate_reason_code is not null and not claims.has_later then claims.rate_reason_code
        when claims.period_type is null then 'unknown_period'
        when claims.asked_base is not null and claims.base_type is null then 'wrong_base_period'
        when claims.stated_by is null and claims.asked_geography is not null and not claims.has_place then 'unknown_geography'
        when claims.stated_by is null and claims.asked_slice <> 'all' and not claims.has_slice then 'unknown_slice'
        when claims.part = 4 and (claims.periods_loaded is null or (claims.holds is distinct from false and {{ is_no_whole_series() }})) then 'series_not_whole'
        when claims.lacks_base or (claims.says_change and claims.is_share) then 'wrong_base_period'
        when claims.is_comparison and not claims.is_points and (claims.kind = 'rate' or {{ is_percent }}) then 'change_of_a_rate'
        when claims.is_points and not claims.is_comparison then 'wrong_base_period'
        when claims.is_points and coalesce(claims.scoring, '') <> 'proportion' and not {{ is_percent }} then 'wrong_unit'
        when claims.other_unit is distinct from claims.unit and claims.other_id is not null then 'wrong_unit'
        when claims.per is not null and (claims.kind = 'rate' or claims.is_share or {{ is_percent }} or claims.spans is null) then 'wrong_unit'
        when claims.kind = 'measure' and (not claims.is_share or claims.is_comparison) and claims.claimed_unit <> '' and not {{ is_unit_of_claim() }} then 'wrong_unit'
        when {{ words_of_something_else('claims') }} is not null then 'wrong_unit'
        when claims.kind = 'measure' and not claims.is_comparison and claims.is_share <> ({{ is_percent }}) then 'wrong_unit'
        when claims.is_comparison and claims.is_share <> claims.is_points and ({{ is_percent }} or claims.kind = 'rate') and claims.value > 0 then 'wrong_unit'
        when not claims.is_comparison and claims.scoring = 'proportion' and not claims.is_share and not claims.value between 0.000001 and 0.999999 then 'wrong_unit'
        when claims.scoring = 'ratio' and claims.is_share then 'wrong_unit'
        when claims.base_type <> claims.period_type
            or (claims.base_last_day >= claims.last_day
                and not (claims.asked_other is not null and claims.asked_base = claims.asked_period)) then 'wrong_base_period'
        when not claims.has_later or (claims.is_comparison and not claims.has_base) or claims.computed_value is null then 'no_figure_loaded'
        -- who writes 43% may mean a fall or what is left, who writes 36.2 million the number itself; more than 300% is a rise, and right as by and as to
        when claims.is_comparison and claims.direction is null and not (claims.is_share and claims.precision in ('more_than', 'at_least') and claims.value >= 100 and coalesce(claims.holds, false)) then 'direction_not_said'
        -- a peak is no average, and nothing is loaded of single days
        when claims.per is not null and claims.precision = 'at_most' and claims.holds then 'wrong_unit'
        when claims.number_holds is not true and claims.is_printed and not claims.is_cut_off then 'documents_disagree'
        when not claims.holds and not claims.is_comparison and claims.other_count is not null then 'two_counts'
        when claims.holds is null then 'evidence_too_imprecise'
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
            regexp_matches(claims.printed, '^[^0-9]*[0-9]{1,3},[0-9]{3}( (million|billion)|%)?$') and not claims.holds
            and claims.computed_value * 1000 between coalesce(claims.value_low, claims.value) - 0.5 and coalesce(claims.value_high, claims.value) + 0.5
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
