-- Locks a connection to the warehouse down: no file can be read or written through it, and no query takes the machine.
--   duckdb -readonly ncmec.duckdb -cmd ".read scripts/connect.sql"
use ncmec.marts;
set temp_directory = '';
set enable_external_access = false;
set memory_limit = '1GB';
set lock_configuration = true;
