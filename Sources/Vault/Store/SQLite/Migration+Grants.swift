extension Migration {
    /// Who may do what with a data source. Levels are those of `SourceLevel`, 0 for none; sources that are there already keep what
    /// everybody could do before: Viewers and Editors may query them.
    ///
    /// What the roles may do stands in the source's own row, so that a hundred thousand sources need no rows more; what is granted by
    /// name has its tables, whose rows go with the source, the account and the team.
    static let grants = Migration(
        name: "permissions on data sources",
        sql: """
            ALTER TABLE data_source ADD COLUMN viewer_level INTEGER NOT NULL DEFAULT 1;
            ALTER TABLE data_source ADD COLUMN editor_level INTEGER NOT NULL DEFAULT 1;
            ALTER TABLE data_source ADD COLUMN admin_level INTEGER NOT NULL DEFAULT 0;

            CREATE TABLE data_source_account (
                data_source_id INTEGER NOT NULL REFERENCES data_source (id) ON DELETE CASCADE,
                user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
                level INTEGER NOT NULL,
                PRIMARY KEY (data_source_id, user_id)
            ) STRICT, WITHOUT ROWID;

            CREATE INDEX data_source_account_user ON data_source_account (user_id);

            CREATE TABLE data_source_team (
                data_source_id INTEGER NOT NULL REFERENCES data_source (id) ON DELETE CASCADE,
                team_id INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE,
                level INTEGER NOT NULL,
                PRIMARY KEY (data_source_id, team_id)
            ) STRICT, WITHOUT ROWID;

            CREATE INDEX data_source_team_team ON data_source_team (team_id);
            """)
}
