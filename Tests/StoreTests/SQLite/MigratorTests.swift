import Access
import Catalog
import Testing

@testable import Store

@Suite struct MigratorTests {
    private func database(_ directory: TemporaryDirectory) throws -> SQLiteDatabase {
        try SQLiteFile.prepare(directory.database)
        return try SQLiteDatabase(path: directory.database, mode: .readWrite)
    }

    @Test func emptyFileGetsEveryTableStrict() throws {
        let directory = TemporaryDirectory()
        let database = try database(directory)
        try Migrator(migrations: Migration.all).migrate(database)

        var tables: [String] = []
        let listed = "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        try database.each(listed) { (row) throws(StoreError) in
            let (name, isStrict) = (row.text(0), row.flag(1))
            tables.append(name)
            #expect(isStrict, "\(name)")
        }
        let expected = [
            "change", "data_key", "data_source", "data_source_account", "data_source_team", "login_key", "org",
            "org_user", "preference", "secret", "setting",
            "star", "team", "team_member", "token", "user",
        ]
        #expect(tables.sorted() == expected)
        #expect(try database.integer("PRAGMA user_version") == Int64(Migration.all.count))
    }

    @Test func rowsOfTheFirstSchemaAreTakenAlong() throws {
        let directory = TemporaryDirectory()
        let database = try database(directory)
        try Migrator(migrations: [.first]).migrate(database)
        let hash = try Fixture.passwordHash().text
        try database.script(
            """
            INSERT INTO org (id, name) VALUES (1, 'Main Org.');
            INSERT INTO user (login, email, name, password_hash, org_id, is_server_admin, is_disabled)
            VALUES ('Admin', 'admin@localhost', '', '\(hash)', 1, 1, 0);
            INSERT INTO org_user (org_id, user_id, role) VALUES (1, 1, 'Admin');
            INSERT INTO token (org_id, name, role, shape, digest, created_at)
            VALUES (1, 't', 'Viewer', 'apiKey', zeroblob(32), 5);
            """)
        try Migrator(migrations: Migration.all).migrate(database)

        let admin = try #require(try UserTable.find(login: "ADMIN@LOCALHOST", in: database))
        #expect(admin.login == "Admin" && admin.role == .admin && admin.uid.utf8.count == 15 && admin.createdAt > 0)
        #expect(try TokenTable.all(in: database).first?.serviceAccountID == nil)
        #expect(throws: StoreError.nameTaken) {
            _ = try OrganizationTable.insert("MAIN ORG.", firstAdmin: nil, in: database)
        }
    }

    @Test func sourcesOfBeforeStayOpenToViewersAndEditors() throws {
        let directory = TemporaryDirectory()
        let database = try database(directory)
        try Migrator(migrations: [.first, .people]).migrate(database)
        try database.script(
            """
            INSERT INTO org (id, name) VALUES (1, 'Main Org.');
            INSERT INTO data_source (org_id, uid, name, type, access, url, user, database, basic_auth, basic_auth_user,
            with_credentials, is_default, json_data, version, read_only, created_at, updated_at, revision)
            VALUES (1, 'u', 'n', 'graphite', 'proxy', '', '', '', 0, '', 0, 0, '{}', 1, 0, 0, 0, 1);
            """)
        try Migrator(migrations: Migration.all).migrate(database)
        #expect(try DataSourceTable.find(uid: "u", orgID: 1, in: database)?.grants == .standard)
    }

    @Test func onlyWhatIsMissingIsCarriedOut() throws {
        let directory = TemporaryDirectory()
        let database = try database(directory)
        let first = Migration(name: "one", sql: "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1);")
        let second = Migration(name: "two", sql: "INSERT INTO a VALUES (2);")
        try Migrator(migrations: [first]).migrate(database)
        try Migrator(migrations: [first, second]).migrate(database)
        try Migrator(migrations: [first, second]).migrate(database)

        #expect(try database.integer("SELECT sum(x) FROM a") == 3)
    }

    @Test func failingMigrationLeavesTheOneBefore() throws {
        let directory = TemporaryDirectory()
        let database = try database(directory)
        let first = Migration(name: "one", sql: "CREATE TABLE a (x INTEGER) STRICT;")
        let broken = Migration(name: "two", sql: "INSERT INTO a VALUES (2); INSERT INTO nowhere VALUES (1);")
        #expect(throws: StoreError.self) { try Migrator(migrations: [first, broken]).migrate(database) }

        #expect(try database.integer("SELECT count(*) FROM a") == 0)
        #expect(try database.integer("PRAGMA user_version") == 1)
        #expect(!database.isInTransaction)
    }

    @Test func newerSchemaIsRefused() throws {
        let directory = TemporaryDirectory()
        let database = try database(directory)
        try Migrator(migrations: Migration.all).migrate(database)
        let known = Migration.all.count
        try database.script("PRAGMA user_version=\(known + 1)")

        let text = "the database has schema \(known + 1) of a newer headgate; this one knows \(known)"
        #expect(throws: StoreError.unavailable(text)) {
            _ = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database))
        }
    }

    @Test func otherProgramsDatabaseIsRefusedAndLeftAlone() throws {
        let directory = TemporaryDirectory()
        let database = try database(directory)
        try database.script("CREATE TABLE dashboard (id INTEGER)")

        #expect(throws: StoreError.unavailable("the file is a database of another program")) {
            _ = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database))
        }
        #expect(try database.integer("SELECT count(*) FROM sqlite_schema") == 1)
    }
}
