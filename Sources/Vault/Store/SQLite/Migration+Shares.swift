extension Migration {
    /// Sources of the server itself, and their copies in organisations. The server counts as organisation 0, whose row is there for the
    /// references alone, under a name that no organisation can have.
    static let shares = Migration(
        name: "data sources in many organizations",
        sql: """
            INSERT INTO org (id, name, name_key) VALUES (0, char(0), char(0));
            ALTER TABLE data_source ADD COLUMN shared_from INTEGER REFERENCES data_source (id);
            ALTER TABLE data_source ADD COLUMN is_everywhere INTEGER NOT NULL DEFAULT 0;
            CREATE INDEX data_source_shared_from ON data_source (shared_from) WHERE shared_from IS NOT NULL;
            CREATE INDEX data_source_everywhere ON data_source (id) WHERE is_everywhere;
            """)
}
