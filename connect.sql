-- Locks a connection to the warehouse down: no file can be read or written through it.
--   duckdb -readonly ncmec.duckdb -cmd ".read connect.sql"
use ncmec.marts;
set enable_external_access = false;
set lock_configuration = true;
