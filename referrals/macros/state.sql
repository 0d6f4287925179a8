{# what this run reads (run.py). It stands in the environment: where a variable changes, dbt parses everything anew #}
{% macro of_run(name, otherwise) %}
    {% if not execute %}{{ return(otherwise) }}{% endif %}
    {{ return(fromjson(env_var('REFERRALS_RUN', '{}')).get(name, otherwise)) }}
{% endmacro %}

{# whether an earlier run left referrals that this one adds to; a full refresh begins anew #}
{% macro holds_referrals() %}
    {% if not execute or target.type != 'duckdb' or flags.FULL_REFRESH %}{{ return(false) }}{% endif %}
    {{ return(adapter.get_relation(this.database, this.schema, 'referrals') is not none) }}
{% endmacro %}

{# in the transaction that adds the new rows: what is held of the ids that come again goes, the last version of each comes back #}
{% macro drop_held() %}
    {% if holds_referrals() %}
        delete from {{ this }} where referral_id in (select referral_id from {{ ref('held') }})
    {% else %}
        select 1
    {% endif %}
{% endmacro %}
