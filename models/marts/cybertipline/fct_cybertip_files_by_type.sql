-- Files in CyberTipline reports by type.
with figures as (
    {{ fact_figures({'files': 'cybertip_files'}, ['file_type']) }}
)

select
    document_id,
    calendar_year,
    file_type,
    period_label,
    files
from figures
