"""Questions that would take the machine or end the process that answers them: python -m tests.attacks counts them."""

# more than the memory limit, counted by DuckDB or not; never a file beside the database
MEMORY = {
    "one long text": "select length(string_agg(repeat('x', 1000))) from range(5000000)",
    "one huge text": "select max(length(repeat('x', 2000000000)))",
    "one huge list": "select len(list_transform(range(200000000), n -> n::varchar || repeat('x', 100)))",
    "many texts in a list": "select len(list(repeat('x', 1000) || range)) from range(5000000)",
    "a big sort": "select max(n) from (select row_number() over (order by repeat('x', 500) || range) as n from range(5000000))",
    "a big distinct": "select count(*) from (select distinct repeat('x', 500) || range from range(5000000))",
}
# what DuckDB may do within the limits, where the machine is fast enough
MAY_BE_ANSWERED = ("a big sort", "a big distinct")
# longer than the time limit, with little memory
TIME = {
    "a recursion without end": "with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r",
    "cross join": "select count(*) from range(10000000) as a, range(10000000) as b where (a.range + b.range) % 7 = 3",
    "cross join of the marts": "select count(*) from marts.fct_rates as a, marts.fct_rates as b, marts.fct_rates as c where hash(a.rate_id, b.rate_id, c.rate_id) % 7 = 3",
    "one number at a time": "select sum(sin(a.range) * cos(b.range)) from range(1000000) as a, range(1000000) as b",
}
# what ended a process of DuckDB 1.5.6, printed into the answer's channel, or changes something for the next question;
# {leak} is a path that must not appear
ENDING = {
    "log to a file": "call enable_logging('QueryLog', storage = 'file', storage_path = '{leak}')",
    "log to a file, then a question": "call enable_logging('QueryLog', storage = 'file', storage_path = '{leak}'); select 1",
    "log to a file as a table": "from enable_logging('QueryLog', storage = 'file', storage_path = '{leak}')",
    "log as a quoted table": "select * from \"enable_logging\"/* */('QueryLog', storage = 'file', storage_path = '{leak}')",
    "log with a schema": "from system.main.Enable_Logging('QueryLog', storage = 'file', storage_path = '{leak}')",
    "log explained": "explain analyze call enable_logging('QueryLog', storage = 'file', storage_path = '{leak}')",
    "log in a string": "from query('from enable_' || 'logging(storage = ''file'', storage_path = ''{leak}'')')",
    "log in JSON": "from json_execute_serialized_sql(json_serialize_sql('from enable_logging(storage = ''file'', storage_path = ''{leak}'')'))",
    "log to memory": "call enable_logging()",
    "logs emptied": "call truncate_duckdb_logs()",
    "profile to a file": "call enable_profiling(format = 'json', save_location = '{leak}')",
    "profile to a file, then a question": "call enable_profiling(format = 'json', save_location = '{leak}'); select 1",
    "profile on the terminal": "pragma enable_profiling",
    "progress on the terminal": "pragma enable_progress_bar",
    "checkpoint": "checkpoint",
    "forced checkpoint": "force checkpoint",
    "checkpoint as a table": "from checkpoint()",
    "no checkpoint at the end": "pragma disable_checkpoint_on_shutdown",
    "no optimizer": "pragma disable_optimizer",
    "a slow check of every query": "pragma enable_verification",
    "an address as a table": "from arrow_scan(1, 2, 3)",
    "a prepared statement": "prepare later as select 1",
    "a variable": "set variable later = 1",
    "a temporary table": "create temp table later as select 1",
    "a temporary view": "create temp view later as select 1",
    "a transaction": "begin",
    "vacuum": "vacuum",
    "another default schema": "use memory.main",
}
KINDS = {"memory and disk": MEMORY, "time": TIME, "ending or changing the process": ENDING}

if __name__ == "__main__":
    for kind, attacks in KINDS.items():
        print(f"{len(attacks):4} {kind}")
    print(f"{sum(map(len, KINDS.values())):4} resource attacks")
