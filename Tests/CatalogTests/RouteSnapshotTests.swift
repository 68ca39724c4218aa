import Access
import Bytes
import Crypto
import Secrets
import Synchronization
import Testing

@testable import Catalog

@Suite struct RouteSnapshotTests {
    private func stored(_ id: Int64, _ name: String, orgID: Int64 = 1, uid: String? = nil, revision: Int64 = 1)
        -> StoredDataSource
    {
        StoredDataSource(
            source: DataSource(
                id: id, uid: uid ?? "u\(id)", orgID: orgID, name: name, type: "graphite", access: "proxy",
                url: "http://a"),
            secrets: [], revision: revision)
    }

    private func makeBuilder() throws -> RouteBuilder {
        RouteBuilder(keyring: try makeKeyring()) { _, _ in [] }
    }

    private func id(_ snapshot: RouteSnapshot, _ orgID: Int64, uid: String) -> Int64? {
        snapshot.route(orgID: orgID, uid: uid.utf8.span)?.source.id
    }

    @Test("A-007: one uid in two organisations is two sources")
    func uidBelongsToItsOrganisation() throws {
        let builder = try makeBuilder()
        let snapshot = RouteSnapshot(
            sources: [stored(1, "a", orgID: 1, uid: "same"), stored(2, "a", orgID: 2, uid: "same")], builder: builder)
        #expect(id(snapshot, 1, uid: "same") == 1)
        #expect(id(snapshot, 2, uid: "same") == 2)
        #expect(id(snapshot, 3, uid: "same") == nil)
        #expect(snapshot.route(orgID: 2, id: 1) == nil)
        #expect(snapshot.route(orgID: 1, name: "a")?.source.id == 1)
    }

    @Test func uidsAreToldApartToTheLastByte() throws {
        let longest = String(repeating: "a", count: 40)
        let snapshot = RouteSnapshot(
            sources: [stored(1, "a", uid: "a"), stored(2, "b", uid: longest), stored(3, "c", uid: "12345678")],
            builder: try makeBuilder())
        #expect(id(snapshot, 1, uid: "a") == 1)
        #expect(id(snapshot, 1, uid: longest) == 2)
        #expect(id(snapshot, 1, uid: "12345678") == 3)
        for uid in ["", "A", "a\u{0}", "\u{0}a", longest + "a", String(longest.dropLast()), "12345678\u{0}", "1234567"]
        {
            #expect(id(snapshot, 1, uid: uid) == nil)
        }
    }

    @Test func namesAreToldApartByBytes() throws {
        let snapshot = RouteSnapshot(
            sources: [stored(1, "caf\u{E9}"), stored(2, "cafe\u{301}"), stored(3, "Prom"), stored(4, "prom")],
            builder: try makeBuilder())
        #expect(snapshot.route(orgID: 1, name: "caf\u{E9}")?.source.id == 1)
        #expect(snapshot.route(orgID: 1, name: "cafe\u{301}")?.source.id == 2)
        #expect(snapshot.route(orgID: 1, name: "Prom")?.source.id == 3)
        #expect(snapshot.route(orgID: 1, name: "prom")?.source.id == 4)
    }

    @Test func listIsOrderedByLowerCasedName() throws {
        let names = ["mmm", "ZZZ", "BBB", "aaa", " space", "Ünder"]
        let snapshot = RouteSnapshot(
            sources: names.enumerated().map { stored(Int64($0.offset + 1), $0.element) }, builder: try makeBuilder())
        #expect(snapshot.routes(orgID: 1).map(\.source.name) == [" space", "aaa", "BBB", "mmm", "ZZZ", "Ünder"])
        #expect(snapshot.routes(orgID: 9).isEmpty)
    }

    @Test("A-012: what is deleted and made anew has nothing of the old one")
    func recreatedSourceIsTheNewOne() throws {
        let builder = try makeBuilder()
        let first = RouteSnapshot(sources: [stored(1, "a", uid: "p1")], builder: builder)
        let second = first.applying(
            [.dataSourceDeleted(id: 1, orgID: 1), .dataSource(stored(2, "a", uid: "p1", revision: 2))], builder: builder
        )
        #expect(id(second, 1, uid: "p1") == 2)
        #expect(second.route(orgID: 1, id: 1) == nil)
        #expect(id(first, 1, uid: "p1") == 1)
        #expect(second.generation == 2)
    }

    @Test func renamesWithinOneBatchMayCross() throws {
        let builder = try makeBuilder()
        let first = RouteSnapshot(sources: [stored(1, "a", uid: "x"), stored(2, "b", uid: "y")], builder: builder)
        let second = first.applying(
            [.dataSource(stored(1, "b", uid: "y", revision: 2)), .dataSource(stored(2, "a", uid: "x", revision: 3))],
            builder: builder)
        #expect(second.route(orgID: 1, name: "b")?.source.id == 1)
        #expect(second.route(orgID: 1, name: "a")?.source.id == 2)
        #expect(id(second, 1, uid: "y") == 1)
        #expect(id(second, 1, uid: "x") == 2)
        #expect(second.routes(orgID: 1).map(\.source.id) == [2, 1])
    }

    @Test func olderRevisionDoesNotReplaceANewerOne() throws {
        let builder = try makeBuilder()
        let first = RouteSnapshot(sources: [stored(1, "new", revision: 5)], builder: builder)
        let second = first.applying([.dataSource(stored(1, "old", revision: 4))], builder: builder)
        #expect(second.route(orgID: 1, id: 1)?.source.name == "new")
    }

    @Test func whatIsBuiltOnAllCoresIsWhole() async throws {
        let sources = (Int64(1)...10_000).map { stored($0, "source \($0)", uid: "uid\($0)") }
        let snapshot = await RouteSnapshot.building(sources, directory: AccessDirectory(), builder: try makeBuilder())
        #expect(snapshot.routeCount == 10_000)
        #expect((Int64(1)...10_000).count { id(snapshot, 1, uid: "uid\($0)") == $0 } == 10_000)
        #expect(snapshot.routes(orgID: 1).map(\.source.name) == sources.map(\.source.name).sorted())
    }

    @Test func peopleComeAndGoWithTheSnapshot() throws {
        let builder = try makeBuilder()
        let digest = SHA256.digest("t".utf8.span)
        let token = TokenRecord(
            id: 1, orgID: 1, name: "t", role: .viewer, shape: .apiKey, digest: digest, createdAt: 0, expiresAt: nil)
        let first = RouteSnapshot(builder: builder)
        let second = first.applying([.token(token)], builder: builder)
        let third = second.applying([.tokenDeleted(id: 1)], builder: builder)
        #expect(first.directory.token(digest) == nil)
        #expect(second.directory.token(digest) == token)
        #expect(third.directory.token(digest) == nil)
    }

    @Test func randomChangesAgreeWithAPlainList() throws {
        let builder = try makeBuilder()
        var snapshot = RouteSnapshot(builder: builder)
        var reference: [Int64: StoredDataSource] = [:]
        var seed: UInt64 = 3
        func draw(_ count: UInt64) -> UInt64 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (seed >> 33) % count
        }
        for step in 0..<4000 {
            let id = Int64(draw(1500)) + 1
            if draw(4) == 0 {
                reference[id] = nil
                snapshot = snapshot.applying([.dataSourceDeleted(id: id, orgID: 1)], builder: builder)
            } else {
                let row = stored(id, "n\(draw(50))-\(id)", revision: Int64(step))
                reference[id] = row
                snapshot = snapshot.applying([.dataSource(row)], builder: builder)
            }
        }
        let expected = reference.values.map(\.source).sorted { $0.name < $1.name }
        #expect(snapshot.routes(orgID: 1).map(\.source.name) == expected.map(\.name))
        #expect(snapshot.routeCount == reference.count)
        for row in reference.values {
            #expect(snapshot.route(orgID: 1, name: row.source.name)?.source.id == row.source.id)
            #expect(snapshot.table.order(orgID: 1).contains(folded: row.source.name))
        }
        #expect(!snapshot.table.order(orgID: 1).contains(folded: "n"))
        #expect(!snapshot.table.order(orgID: 1).contains(folded: "z"))
    }
}
