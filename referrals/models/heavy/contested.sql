-- The versions of the repeated ids, ranked: 1 is the last one. Those of earlier runs take part as they stand.
{{ config(post_hook="{{ further_passes(contested_of) }}") }}
{{ contested_of(0) }}
