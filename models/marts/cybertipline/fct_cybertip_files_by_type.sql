with figures as (
    {{ fact_figures('cybertip_files', ['file_type']) }}
)

select
    document_id,
    calendar_year,
    file_type,
    measured as files
from figures
