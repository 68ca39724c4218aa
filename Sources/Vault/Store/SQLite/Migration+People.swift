extension Migration {
    /// Everybody and what they belong to. Service accounts are rows of `user`, so that ids and logins are shared with people's
    /// and none can pass for the other.
    ///
    /// `name_key` and `login_key` hold what a name folds to (`FoldedName`); SQLite's `lower` comes to the same for what the
    /// schema before could hold. `login_key` has logins and e-mail addresses in one: whatever an account may be named by.
    static let people = Migration(
        name: "memberships, teams, service accounts, bound tokens, preferences",
        sql: """
            ALTER TABLE org ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
            ALTER TABLE org ADD COLUMN address1 TEXT NOT NULL DEFAULT '';
            ALTER TABLE org ADD COLUMN address2 TEXT NOT NULL DEFAULT '';
            ALTER TABLE org ADD COLUMN city TEXT NOT NULL DEFAULT '';
            ALTER TABLE org ADD COLUMN zip_code TEXT NOT NULL DEFAULT '';
            ALTER TABLE org ADD COLUMN state TEXT NOT NULL DEFAULT '';
            ALTER TABLE org ADD COLUMN country TEXT NOT NULL DEFAULT '';
            UPDATE org SET name_key = lower(name);
            CREATE UNIQUE INDEX org_name_key ON org (name_key);

            ALTER TABLE user ADD COLUMN uid TEXT NOT NULL DEFAULT '';
            ALTER TABLE user ADD COLUMN is_service_account INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE user ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE user ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE user ADD COLUMN last_seen_at INTEGER NOT NULL DEFAULT 0;
            UPDATE user SET uid = 'u' || lower(hex(randomblob(7))), created_at = unixepoch(), updated_at = unixepoch();
            CREATE UNIQUE INDEX user_uid ON user (uid);
            CREATE INDEX user_org ON user (org_id);

            CREATE TABLE login_key (
                key TEXT NOT NULL PRIMARY KEY,
                user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE
            ) STRICT, WITHOUT ROWID;

            CREATE INDEX login_key_user ON login_key (user_id);
            INSERT OR IGNORE INTO login_key (key, user_id) SELECT lower(login), id FROM user;
            INSERT OR IGNORE INTO login_key (key, user_id) SELECT lower(email), id FROM user WHERE email <> '';

            CREATE TABLE team (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                org_id INTEGER NOT NULL REFERENCES org (id),
                uid TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                name_key TEXT NOT NULL,
                email TEXT NOT NULL,
                UNIQUE (org_id, name_key)
            ) STRICT;

            CREATE TABLE team_member (
                team_id INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE,
                user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
                uid TEXT NOT NULL,
                standing INTEGER NOT NULL,
                PRIMARY KEY (team_id, user_id)
            ) STRICT, WITHOUT ROWID;

            CREATE INDEX team_member_user ON team_member (user_id);

            ALTER TABLE token ADD COLUMN service_account_id INTEGER REFERENCES user (id);
            ALTER TABLE token ADD COLUMN last_used_at INTEGER NOT NULL DEFAULT 0;
            CREATE INDEX token_service_account ON token (service_account_id) WHERE service_account_id IS NOT NULL;

            CREATE TABLE preference (
                org_id INTEGER NOT NULL REFERENCES org (id) ON DELETE CASCADE,
                owner_kind INTEGER NOT NULL,
                owner_id INTEGER NOT NULL,
                theme TEXT NOT NULL,
                home_dashboard_uid TEXT NOT NULL,
                timezone TEXT NOT NULL,
                week_start TEXT NOT NULL,
                language TEXT NOT NULL,
                PRIMARY KEY (org_id, owner_kind, owner_id)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE star (
                user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
                org_id INTEGER NOT NULL REFERENCES org (id) ON DELETE CASCADE,
                dashboard_uid TEXT NOT NULL,
                PRIMARY KEY (user_id, org_id, dashboard_uid)
            ) STRICT, WITHOUT ROWID;
            """)
}
