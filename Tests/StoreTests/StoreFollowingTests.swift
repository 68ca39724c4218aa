import Access
import Catalog
import Store
import Synchronization
import Testing

/// Changes reach the listener exactly once, in the order of the commits, from whichever process.
@Suite struct StoreFollowingTests {
    @Test(arguments: StoreUnderTest.allCases)
    func listenerHearsBeforeTheCallerIsResumed(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let recorder = ChangeRecorder()
        try await store.follow(since: store.load().revision, committed: recorder.record)

        let a = try await store.insert(Fixture.source("a"), secrets: [])
        #expect(recorder.changes == ["source a r\(a.revision)"])
        let token = try await store.insert(Fixture.token("t"))
        #expect(recorder.changes.last == "token t")
        _ = try await store.insert(try Fixture.user("ann"))
        #expect(recorder.changes.last == "user ann")
        try await store.delete(tokenID: token.id, orgID: 1)
        #expect(recorder.changes.last == "token \(token.id) deleted")
        try await store.delete(id: a.source.id, orgID: 1)
        #expect(recorder.changes.last == "source \(a.source.id) of 1 deleted")
        #expect(recorder.calls.count == 5)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func revisionsGrowInTheOrderOfDelivery(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let delivered = Mutex<[Int64]>([])
        try await store.follow(since: store.load().revision) { changes in
            let revisions = changes.compactMap { change -> Int64? in
                if case .dataSource(let stored) = change { stored.revision } else { nil }
            }
            delivered.withLock { $0 += revisions }
        }
        let answered = try await withThrowingTaskGroup(of: Int64.self) { group in
            for number in 0..<64 {
                group.addTask { try await store.insert(Fixture.source("s\(number)"), secrets: []).revision }
            }
            return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
        }
        let revisions = delivered.withLock { $0 }
        #expect(revisions == revisions.sorted())
        #expect(Set(revisions) == answered)
        #expect(revisions.count == 64)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func changesBetweenLoadAndFollowAreHeardFirst(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        defer { store.stop() }
        let revision = try await store.load().revision
        let a = try await store.insert(Fixture.source("a"), secrets: [])
        let b = try await store.insert(Fixture.source("b"), secrets: [])
        let again = try await store.update(a.source, secrets: [], ifRevision: a.revision)
        let recorder = ChangeRecorder()
        try await store.follow(since: revision, committed: recorder.record)

        #expect(recorder.calls == [["source b r\(b.revision)", "source a r\(again.revision)"]])
        #expect(try await store.changes(since: revision).map(ChangeRecorder.text) == recorder.changes)
    }

    @Test("a command line's token is known after one look", arguments: StoreUnderTest.allCases)
    func otherProcessesChangesAreHeardExactlyOnce(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let server = try place.open()
        let commandLine = try place.open()
        defer { server.stop() }
        defer { commandLine.stop() }
        let recorder = ChangeRecorder()
        try await server.follow(since: server.load().revision, committed: recorder.record)

        let token = try await commandLine.insert(Fixture.token("t"))
        #expect(recorder.changes.isEmpty)
        try await server.poll()
        #expect(recorder.changes == ["token t"])
        try await server.poll()
        #expect(recorder.changes == ["token t"])

        try await commandLine.delete(tokenID: token.id, orgID: 1)
        let own = try await server.insert(Fixture.source("own"), secrets: [])
        #expect(recorder.calls == [["token t"], ["token \(token.id) deleted", "source own r\(own.revision)"]])
        try await server.poll()
        #expect(recorder.calls.count == 2)
    }

    @Test("own commits and looks at others', mixed", arguments: StoreUnderTest.allCases)
    func twoWritersLoseAndRepeatNothing(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let stores = [try place.open(), try place.open()]
        defer { for store in stores { store.stop() } }
        let recorders = [ChangeRecorder(), ChangeRecorder()]
        for (store, recorder) in zip(stores, recorders) {
            try await store.follow(since: store.load().revision, committed: recorder.record)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                let store = stores[number % 2]
                group.addTask {
                    _ = try await store.insert(Fixture.token("t\(number)"))
                    try await store.poll()
                }
            }
            try await group.waitForAll()
        }
        for store in stores { try await store.poll() }
        #expect(recorders[0].changes == recorders[1].changes)
        #expect(recorders[0].changes.count == 40)
        #expect(Set(recorders[0].changes).count == 40)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func stopFinishesWhatWaits(_ engine: StoreUnderTest) async throws {
        let place = try await engine.place()
        let store = try place.open()
        let results = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<32 {
                group.addTask { (try? await store.insert(Fixture.token("t\(number)"))) != nil }
            }
            group.addTask {
                store.stop()
                return false
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        let after = try place.open()
        defer { after.stop() }
        #expect(try await after.tokens(orgID: 1).count == results)
    }
}
