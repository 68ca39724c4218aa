extension Migration {
    /// The first schema. Ids are never given twice (AUTOINCREMENT): a token or an audit line that names one keeps its meaning.
    ///
    /// `change` holds the last change of every row that is or was there, so its size is bounded by theirs: whoever knows
    /// the state at one revision gets to the present by reading the rows behind it. Kinds: `ChangeKind`.
    static let first = Migration(
        name: "organizations, users, tokens, data sources, secrets, data keys",
        sql: """
            CREATE TABLE setting (
                key TEXT NOT NULL PRIMARY KEY,
                value TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE org (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL UNIQUE
            ) STRICT;

            CREATE TABLE user (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                login TEXT NOT NULL UNIQUE,
                email TEXT NOT NULL,
                name TEXT NOT NULL,
                password_hash TEXT NOT NULL,
                org_id INTEGER NOT NULL REFERENCES org (id),
                is_server_admin INTEGER NOT NULL,
                is_disabled INTEGER NOT NULL
            ) STRICT;

            CREATE TABLE org_user (
                org_id INTEGER NOT NULL REFERENCES org (id) ON DELETE CASCADE,
                user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
                role TEXT NOT NULL,
                PRIMARY KEY (user_id, org_id)
            ) STRICT, WITHOUT ROWID;

            CREATE INDEX org_user_org ON org_user (org_id);

            CREATE TABLE token (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                org_id INTEGER NOT NULL REFERENCES org (id),
                name TEXT NOT NULL,
                role TEXT NOT NULL,
                shape TEXT NOT NULL,
                digest BLOB NOT NULL UNIQUE,
                created_at INTEGER NOT NULL,
                expires_at INTEGER,
                UNIQUE (org_id, name)
            ) STRICT;

            CREATE TABLE data_source (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                org_id INTEGER NOT NULL REFERENCES org (id),
                uid TEXT NOT NULL,
                name TEXT NOT NULL,
                type TEXT NOT NULL,
                access TEXT NOT NULL,
                url TEXT NOT NULL,
                user TEXT NOT NULL,
                database TEXT NOT NULL,
                basic_auth INTEGER NOT NULL,
                basic_auth_user TEXT NOT NULL,
                with_credentials INTEGER NOT NULL,
                is_default INTEGER NOT NULL,
                json_data TEXT NOT NULL,
                version INTEGER NOT NULL,
                read_only INTEGER NOT NULL,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                revision INTEGER NOT NULL,
                UNIQUE (org_id, name),
                UNIQUE (org_id, uid)
            ) STRICT;

            CREATE INDEX data_source_default ON data_source (org_id) WHERE is_default;

            CREATE TABLE secret (
                data_source_id INTEGER NOT NULL REFERENCES data_source (id) ON DELETE CASCADE,
                field TEXT NOT NULL,
                sealed BLOB NOT NULL,
                is_empty INTEGER NOT NULL,
                PRIMARY KEY (data_source_id, field)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE data_key (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                wrapped BLOB NOT NULL,
                key_encryption_key_id TEXT NOT NULL,
                is_active INTEGER NOT NULL
            ) STRICT;

            CREATE TABLE change (
                revision INTEGER PRIMARY KEY AUTOINCREMENT,
                kind INTEGER NOT NULL,
                row_id INTEGER NOT NULL,
                org_id INTEGER NOT NULL,
                is_deleted INTEGER NOT NULL,
                changed_at INTEGER NOT NULL,
                UNIQUE (kind, row_id)
            ) STRICT;

            CREATE INDEX change_deleted ON change (changed_at) WHERE is_deleted;
            """)
}
