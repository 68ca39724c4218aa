import Access
import Catalog
import Synchronization
import Testing

@testable import Store

@Suite struct SQLiteWriterTests {
    /// A store whose writer is busy until `open()`: what is asked for meanwhile becomes one batch.
    private struct Gate: Sendable {
        let isOpen = Monitor(false)

        func close(_ store: SQLiteStore) async -> Task<Void, any Error> {
            let entered = Monitor(false)
            let task = Task {
                try await store.writer.visit { (_) throws(StoreError) in
                    entered.change { $0 = true }
                    _ = isOpen.wait { $0 ? true : nil }
                }
            }
            while !entered.change({ $0 }) { await Task.yield() }
            return task
        }

        func open() { isOpen.change { $0 = true } }
    }

    private func store(_ directory: TemporaryDirectory) async throws -> SQLiteStore {
        let store = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database, pollMilliseconds: nil))
        try await store.ensureOrganization(id: 1, name: "Main Org.")
        return store
    }

    private func queued(_ count: Int, in store: SQLiteStore) async {
        while store.writer.queued < count { await Task.yield() }
    }

    @Test func concurrentWritesShareOneCommit() async throws {
        let directory = TemporaryDirectory()
        let store = try await store(directory)
        defer { store.stop() }
        let before = try await store.statistics()
        let gate = Gate()
        let busy = await gate.close(store)
        let inserts = (0..<64).map { number in
            Task { try await store.insert(Fixture.source("s\(number)"), secrets: [Fixture.secret("password")]) }
        }
        await queued(64, in: store)
        gate.open()
        try await busy.value
        var ids: Set<Int64> = []
        for insert in inserts { ids.insert(try await insert.value.source.id) }

        let after = try await store.statistics()
        #expect(ids.count == 64)
        #expect(after.commits - before.commits == 1)
        #expect(after.writes - before.writes == 64)
    }

    @Test func failingWriteLeavesTheOthersOfItsBatch() async throws {
        let directory = TemporaryDirectory()
        let store = try await store(directory)
        defer { store.stop() }
        let recorder = ChangeRecorder()
        try await store.follow(since: store.load().revision, committed: recorder.record)
        let gate = Gate()
        let busy = await gate.close(store)
        var inserts: [Task<StoredDataSource, any Error>] = []
        for (position, name) in ["a", "b", "a", "c"].enumerated() {
            inserts.append(
                Task {
                    try await store.insert(
                        Fixture.source(name, uid: "u\(position)"), secrets: [Fixture.secret("password")])
                })
            await queued(position + 1, in: store)
        }
        gate.open()
        try await busy.value

        let a = try await inserts[0].value
        let b = try await inserts[1].value
        await #expect(throws: StoreError.nameTaken) { _ = try await inserts[2].value }
        let c = try await inserts[3].value
        #expect(try await store.load().dataSources == [a, b, c])
        #expect(recorder.calls == [["source a r\(a.revision)", "source b r\(b.revision)", "source c r\(c.revision)"]])
    }

    @Test func failingCommitFailsEveryWriteOfTheBatch() async throws {
        let directory = TemporaryDirectory()
        let store = try await store(directory)
        defer { store.stop() }
        let recorder = ChangeRecorder()
        try await store.follow(since: store.load().revision, committed: recorder.record)
        let gate = Gate()
        let busy = await gate.close(store)
        let good = Task { try await store.insert(Fixture.source("good"), secrets: []) }
        await queued(1, in: store)
        let bad = Task {
            try await store.writer.write { (database) throws(StoreError) in
                try database.run("PRAGMA defer_foreign_keys=ON")
                try database.run("INSERT INTO org_user (org_id, user_id, role) VALUES (1, 99, 'Viewer')")
            }
        }
        await queued(2, in: store)
        gate.open()
        try await busy.value

        await #expect(throws: StoreError.self) { _ = try await good.value }
        await #expect(throws: StoreError.self) { try await bad.value }
        #expect(try await store.load().dataSources.isEmpty)
        #expect(recorder.changes.isEmpty)
        let next = try await store.insert(Fixture.source("next"), secrets: [])
        #expect(recorder.changes == ["source next r\(next.revision)"])
    }

    @Test func fullDiskFailsTheWriteAndLaterOnesSucceed() async throws {
        let directory = TemporaryDirectory()
        let store = try await store(directory)
        defer { store.stop() }
        let pages = try await store.writer.visit { (loop) throws(StoreError) in
            let pages = try loop.database.integer("PRAGMA page_count") ?? 0
            try loop.database.script("PRAGMA max_page_count=\(pages)")
            return pages
        }
        let large = [UInt8](repeating: 7, count: 200_000)
        await #expect(throws: StoreError.full) {
            _ = try await store.insert(Fixture.source("a"), secrets: [Fixture.secret("password", large)])
        }
        try await store.writer.visit { (loop) throws(StoreError) in
            try loop.database.script("PRAGMA max_page_count=\(pages + 1_000)")
        }
        let stored = try await store.insert(Fixture.source("a"), secrets: [Fixture.secret("password", large)])
        #expect(try await store.load().dataSources == [stored])
    }

    @Test func fullQueueRefuses() async throws {
        let queue = WorkQueue<Int>(itemsMax: 2)
        #expect(queue.push(1) == nil)
        #expect(queue.push(2) == nil)
        #expect(queue.push(3) == .overloaded)
        #expect(queue.takeFirst() == 1)
        #expect(queue.push(4) == nil)
        queue.close()
        #expect(queue.push(5) == .stopped)
        #expect(queue.takeAll(atMostMilliseconds: nil) == [2, 4])
        #expect(queue.takeAll(atMostMilliseconds: nil) == [])
        #expect(queue.takeFirst() == nil)
    }

    @Test("steady work does not hide other processes' commits")
    func workingWriterPolls() async throws {
        let directory = TemporaryDirectory()
        let server = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database, pollMilliseconds: 3_600_000))
        let commandLine = try await store(directory)
        defer { server.stop() }
        defer { commandLine.stop() }
        let recorder = ChangeRecorder()
        try await server.follow(since: server.load().revision, committed: recorder.record)
        _ = try await commandLine.insert(Fixture.token("t"))
        _ = try await server.statistics()
        _ = try await server.statistics()

        #expect(recorder.changes == ["token t"])
    }

    @Test("an idle writer looks by itself")
    func idleWriterPolls() async throws {
        let directory = TemporaryDirectory()
        let server = try SQLiteStore(SQLiteStoreConfiguration(path: directory.database, pollMilliseconds: 1))
        let commandLine = try await store(directory)
        defer { server.stop() }
        defer { commandLine.stop() }
        let (heard, tell) = AsyncStream<[StoreChange]>.makeStream()
        try await server.follow(since: server.load().revision) { tell.yield($0) }
        _ = try await commandLine.insert(Fixture.token("t"))

        var changes = heard.makeAsyncIterator()
        #expect(await changes.next()?.map(ChangeRecorder.text) == ["token t"])
    }
}
