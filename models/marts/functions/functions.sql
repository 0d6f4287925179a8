-- What can be called in the published file as marts.<name>(…): parameters and SQL of each function.
{{ config(post_hook="{{ create_functions() }}") }}
{%- for name, function in functions().items() %}
select
    cast('{{ name }}' as string) as function_name,
    cast($text${{ function.parameters }}$text$ as string) as parameters,
    cast($text${{ function.description }}$text$ as string) as description,
    cast($text${{ function.body }}$text$ as string) as body
{{ "union all" if not loop.last }}
{%- endfor %}
