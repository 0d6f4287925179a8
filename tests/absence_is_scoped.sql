-- Nothing is called absent beyond what was read. Each row is one problem.
select 'document ' || documents.document_id || ' was read ' || documents.reading || ', but document_coverage does not say what it reports on' as problem
from {{ ref('documents') }} as documents
left join {{ ref('document_coverage') }} as coverage
    on documents.document_id = coverage.document_id
where documents.reading = 'in_full' and coverage.document_id is null

union all

select 'document_coverage: ' || coverage.document_id || ' for ' || coverage.program || ', but the document was not read' as problem
from {{ ref('document_coverage') }} as coverage
inner join {{ ref('documents') }} as documents
    on coverage.document_id = documents.document_id
where documents.reading is distinct from 'in_full' and documents.reading is distinct from 'in_part'

union all

{% for registry, key in [('document_coverage', 'document_id'), ('coverage_notes', 'measure_id')] %}
select '{{ registry }}: ' || coalesce(notes.{{ key }}, '(blank)') || ', ' || coalesce(notes.first_period_label, '(blank)') || ' to ' || coalesce(notes.last_period_label, '(blank)') || ' is no stretch of time' as problem
from {{ ref(registry) }} as notes
left join {{ ref('periods') }} as first_periods
    on notes.first_period_label = first_periods.period_label
left join {{ ref('periods') }} as last_periods
    on notes.last_period_label = last_periods.period_label
where
    -- one period is a stretch, whether or not its first day is known
    notes.first_period_label is distinct from notes.last_period_label
    and not coalesce(first_periods.start_date <= last_periods.start_date and first_periods.end_date <= last_periods.end_date, false)

union all
{% endfor %}

select 'coverage_notes: ' || measure_id || ', ' || breakdown || ', ' || period_label || ' is noted twice' as problem
from {{ ref('int_coverage') }}
group by measure_id, breakdown, period_label
having count(*) > 1

union all

select 'coverage_notes: ' || coalesce(measure_id, '(blank)') || ', ' || coalesce(first_period_label, '(blank)') || ' has no note' as problem
from {{ ref('coverage_notes') }}
where note is null

union all

-- a rate whose numerator is said to be missing: somebody looked, and nobody has it
select 'rate ' || rates.rate_id || ' says that its numerator is not published: ' || absences.sentence as problem
from {{ ref('rates') }} as rates
inner join {{ ref('int_absences') }} as absences
    on rates.numerator_measure_id = absences.measure_id and absences.period_label = 'not stated'
where
    rates.reason_code = 'numerator_not_published'
    and (absences.documents > 0 or absences.documents_searched = 0)

union all

select 'measure ' || measures.measure_id || ' has no row in coverage' as problem
from {{ ref('measures') }} as measures
left join {{ ref('coverage') }} as coverage
    on measures.measure_id = coverage.measure_id
where coverage.measure_id is null
