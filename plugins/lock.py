"""dbt-duckdb plugin: the settings of a locked reader, set one by one after the file is open (scripts/locked.py says why)."""

from dbt.adapters.duckdb.plugins import BasePlugin


class Plugin(BasePlugin):
    def initialize(self, plugin_config):
        self.settings = plugin_config

    def configure_connection(self, conn):
        for setting, value in self.settings.items():
            conn.execute(f"set {setting} = '{value}'")
