import Access
import Synchronization
import Testing

/// Tokens in memory.
private final class MemoryTokenStore: TokenStore {
    private let kept = Mutex<[TokenRecord]>([])

    func insert(_ token: TokenRecord) async throws(StoreError) -> TokenRecord {
        let stored: TokenRecord? = kept.withLock { kept in
            guard !kept.contains(where: { $0.orgID == token.orgID && $0.name == token.name }) else { return nil }
            let stored = token.withID((kept.map(\.id).max() ?? 0) + 1)
            kept.append(stored)
            return stored
        }
        guard let stored else { throw .nameTaken }
        return stored
    }

    func delete(tokenID: Int64, orgID: Int64) async throws(StoreError) {
        let removed = kept.withLock { kept in
            let before = kept.count
            kept.removeAll { $0.id == tokenID && $0.orgID == orgID }
            return before - kept.count
        }
        guard removed == 1 else { throw .notFound }
    }

    func tokens(orgID: Int64) async throws(StoreError) -> [TokenRecord] {
        kept.withLock { kept in kept.filter { $0.orgID == orgID } }
    }
}

@Suite struct TokenServiceTests {
    private func makeService() -> TokenService {
        TokenService(store: MemoryTokenStore(), now: { 1000 }, settled: {})
    }

    private let admin = Identity(subject: .user(1), login: "admin", orgID: 1, role: .admin)

    @Test func createdTokenIsListedByItsDigestOnly() async throws {
        let service = makeService()
        let (record, text) = try await service.create(
            TokenRequest(name: "ci", role: .viewer, shape: .apiKey, expiresAt: 2000), by: admin)
        let listed = try await service.list(by: admin)
        #expect(listed == [record])
        #expect(record.createdAt == 1000 && record.expiresAt == 2000 && record.orgID == 1)
        #expect(!"\(listed)".contains(text))
    }

    @Test func nameIsUniqueInItsOrganisation() async throws {
        let service = makeService()
        let request = TokenRequest(name: "ci", role: .viewer, shape: .apiKey)
        _ = try await service.create(request, by: admin)
        await #expect(throws: AccessError.nameTaken) { _ = try await service.create(request, by: admin) }
        _ = try await service.create(request, by: .serverOperator(orgID: 2))
    }

    @Test("A-006: another organisation's token is not there")
    func otherOrganisationCannotRevoke() async throws {
        let service = makeService()
        let (record, _) = try await service.create(TokenRequest(name: "ci", role: .viewer, shape: .apiKey), by: admin)
        await #expect(throws: AccessError.notFound) {
            try await service.revoke(id: record.id, by: .serverOperator(orgID: 2))
        }
        try await service.revoke(id: record.id, by: admin)
        #expect(try await service.list(by: admin).isEmpty)
    }

    @Test(arguments: [Role.none, .viewer, .editor])
    func onlyAdminsMakeListAndRevoke(_ role: Role) async {
        let service = makeService()
        let identity = Identity(subject: .user(2), login: "x", orgID: 1, role: role)
        let request = TokenRequest(name: "ci", role: .viewer, shape: .apiKey)
        await #expect(throws: AccessError.self) { _ = try await service.create(request, by: identity) }
        await #expect(throws: AccessError.self) { _ = try await service.list(by: identity) }
        await #expect(throws: AccessError.self) { try await service.revoke(id: 1, by: identity) }
    }

    @Test(arguments: [
        TokenRequest(name: "", role: .viewer, shape: .apiKey),
        TokenRequest(name: "a\nb", role: .viewer, shape: .apiKey),
        TokenRequest(name: String(repeating: "x", count: 191), role: .viewer, shape: .apiKey),
        TokenRequest(name: "late", role: .viewer, shape: .apiKey, expiresAt: 1000),
    ])
    func unusableRequestsAreRefused(_ request: TokenRequest) async throws {
        let service = makeService()
        await #expect(throws: AccessError.self) { _ = try await service.create(request, by: admin) }
        #expect(try await service.list(by: admin).isEmpty)
    }
}
