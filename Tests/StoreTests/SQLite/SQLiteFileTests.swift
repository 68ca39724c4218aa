import Access
import Glibc
import Testing

@testable import Store

@Suite struct SQLiteFileTests {
    @Test("A-048: database, log and index are for their owner only")
    func filesAreForTheirOwnerOnly() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database))
        defer { store.stop() }
        try await store.ensureOrganization(id: 1, name: "Main Org.")
        _ = try await store.insert(Fixture.source("a"), secrets: [])

        #expect(directory.entries == ["headgate.db", "headgate.db-shm", "headgate.db-wal"])
        for name in directory.entries { #expect(directory.mode(of: name) == 0o600, "\(name)") }
    }

    @Test("A-048: files that were open to others are closed")
    func looseModesAreTightened() async throws {
        let directory = TemporaryDirectory()
        let first = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database))
        for name in directory.entries { chmod("\(directory.path)/\(name)", 0o644) }
        let second = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database))
        defer { first.stop() }
        defer { second.stop() }

        for name in directory.entries { #expect(directory.mode(of: name) == 0o600, "\(name)") }
    }

    @Test func secondStoreOnTheFileKeepsTheFirstOnesLocks() async throws {
        let directory = TemporaryDirectory()
        let first = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database))
        defer { first.stop() }
        try await first.ensureOrganization(id: 1, name: "Main Org.")
        let second = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database))
        second.stop()

        #expect(directory.entries.contains("headgate.db-wal"))
        _ = try await first.insert(Fixture.source("a"), secrets: [])
        #expect(try await first.integrityProblems().isEmpty)
    }

    @Test func lastStoreLeavesOneFile() throws {
        let directory = TemporaryDirectory()
        try SQLiteStore(SQLiteStoreConfiguration(path: directory.database)).stop()
        #expect(directory.entries == ["headgate.db"])
    }

    @Test func textFileIsRefused() throws {
        let directory = TemporaryDirectory()
        directory.write(Array(repeating: 0x41, count: 8_192), to: "headgate.db")
        #expect(throws: StoreError.unavailable("the file is not a database")) {
            _ = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database))
        }
    }

    @Test func damagedFileIsRefused() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database))
        try await store.ensureOrganization(id: 1, name: "Main Org.")
        for number in 0..<200 { _ = try await store.insert(Fixture.source("s\(number)"), secrets: []) }
        store.stop()
        var bytes = directory.read("headgate.db")
        for offset in 4_096..<bytes.count { bytes[offset] = 0xA5 }
        directory.write(bytes, to: "headgate.db")

        await #expect(throws: StoreError.unavailable("the database file is damaged")) {
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database))
            defer { store.stop() }
            _ = try await store.load()
        }
    }

    @Test func missingDirectoryIsNamedAsTheReason() {
        #expect(throws: StoreError.unavailable("the database file cannot be created: No such file or directory")) {
            _ = try SQLiteStore(SQLiteStoreConfiguration(path: "/nonexistent/headgate.db"))
        }
    }

    @Test func directoryInItsPlaceIsRefused() {
        let directory = TemporaryDirectory()
        #expect(throws: StoreError.unavailable("the database is not a regular file")) {
            _ = try SQLiteStore(SQLiteStoreConfiguration(path: directory.path))
        }
    }

    @Test("deleted secrets leave no trace in the file")
    func deletedSecretsAreOverwritten() async throws {
        let directory = TemporaryDirectory()
        let marker = Array("sealed-marker-0123456789".utf8)
        let store = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database))
        try await store.ensureOrganization(id: 1, name: "Main Org.")
        let source = try await store.insert(Fixture.source("a"), secrets: [Fixture.secret("password", marker)])
        try await store.delete(id: source.source.id, orgID: 1)
        let left = try await store.readers.read { (database) throws(StoreError) in
            try database.integer("SELECT count(*) FROM secret")
        }
        store.stop()

        #expect(left == 0)
        #expect(!directory.read("headgate.db").contains(marker))
    }
}
