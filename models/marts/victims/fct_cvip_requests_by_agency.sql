-- The three measures of one printed row, side by side: each column keeps its own unit.
{%- set measures = {'requests': 'cvip_requests', 'images': 'cvip_images', 'videos': 'cvip_videos'} %}
{%- set key = 'document_id, calendar_year, agency_type' %}

with
{%- for name, measure in measures.items() %}
{{ name }} as (
    {{ fact_figures(measure, ['agency_type']) }}
),
{%- endfor %}

keys as (
    {%- for name in measures %}
    select {{ key }} from {{ name }}
    {{ 'union' if not loop.last }}
    {%- endfor %}
)

select
    keys.document_id,
    keys.calendar_year,
    keys.agency_type,
    requests.measured as requests,
    images.measured as images,
    videos.measured as videos
from keys
{%- for name in measures %}
left join {{ name }}
    on keys.document_id = {{ name }}.document_id
    and keys.calendar_year = {{ name }}.calendar_year
    and keys.agency_type = {{ name }}.agency_type
{%- endfor %}
