-- The three measures of one printed row, side by side: each column keeps its own unit.
with figures as (
    {{ fact_figures({'requests': 'cvip_requests', 'images': 'cvip_images', 'videos': 'cvip_videos'}, ['agency_type']) }}
)

select
    document_id,
    calendar_year,
    agency_type,
    period_label,
    requests,
    images,
    videos
from figures
