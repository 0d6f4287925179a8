{# whether an earlier run left referrals that this one adds to; a full refresh begins anew #}
{% macro holds_referrals() %}
    {% if not execute or target.type != 'duckdb' or flags.FULL_REFRESH %}{{ return(false) }}{% endif %}
    {{ return(adapter.get_relation(this.database, this.schema, 'referrals') is not none) }}
{% endmacro %}

{# in the transaction that adds the new rows: what was held of the compared ids goes, the last version of each comes back #}
{% macro drop_contested() %}
    {% if holds_referrals() %}
        delete from {{ this }} where referral_id in (select referral_id from {{ ref('contested') }} where is_held)
    {% else %}
        select 1
    {% endif %}
{% endmacro %}
