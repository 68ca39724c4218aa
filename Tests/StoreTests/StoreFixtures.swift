import Access
import Catalog
import Crypto
import JSON
import Secrets
import Store

extension DataSourceStore {
    /// A source with what a new one has, for tests of everything else.
    func insert(_ source: DataSource, secrets: [SealedField]) async throws(StoreError) -> StoredDataSource {
        try await insert(source, secrets: secrets, grants: .standard)
    }
}

/// Rows that tests write; each differs from its defaults only in what the test is about.
enum Fixture {
    static func source(
        _ name: String, uid: String? = nil, orgID: Int64 = 1, isDefault: Bool = false, version: Int64 = 1,
        jsonData: JSONValue = .object([:])
    ) -> DataSource {
        DataSource(
            uid: uid ?? "uid-\(name)", orgID: orgID, name: name, type: "prometheus", access: "proxy",
            url: "http://localhost:9090", user: "u", database: "d", basicAuth: true, basicAuthUser: "b",
            withCredentials: true, isDefault: isDefault, jsonData: jsonData, version: version, readOnly: true,
            createdAt: 1_700_000_000, updatedAt: 1_700_000_001)
    }

    static func changed(_ source: DataSource, _ change: (inout DataSource) -> Void) -> DataSource {
        var changed = source
        change(&changed)
        return changed
    }

    static func secret(_ name: String, _ bytes: [UInt8] = [1, 2, 3], isEmpty: Bool = false) -> SealedField {
        SealedField(name: name, value: SealedValue(bytes: bytes), isEmpty: isEmpty)
    }

    static func token(
        _ name: String, orgID: Int64 = 1, expiresAt: Int64? = nil, serviceAccountID: Int64? = nil
    ) -> TokenRecord {
        TokenRecord(
            id: 0, orgID: orgID, name: name, role: .editor, shape: .serviceAccount,
            digest: SHA256.digest(Array("\(orgID) \(name)".utf8).span), createdAt: 1_700_000_000, expiresAt: expiresAt,
            serviceAccountID: serviceAccountID)
    }

    static func user(_ login: String, role: Role = .viewer) throws -> UserRecord {
        UserRecord(
            id: 0, uid: "u-\(UInt64.random(in: 0 ... .max))", login: login, email: "\(login)@example.com", name: "N",
            passwordHash: try passwordHash(), orgID: 1,
            role: role, isServerAdmin: false, isDisabled: false)
    }

    static func team(_ name: String, orgID: Int64 = 1, members: [Int64] = []) -> TeamRecord {
        TeamRecord(
            id: 0, uid: "t-\(UInt64.random(in: 0 ... .max))", orgID: orgID, name: name, email: "",
            members: members.map { TeamMember(userID: $0, uid: "m\($0)", standing: .member) })
    }

    static func account(_ name: String, orgID: Int64 = 1, role: Role = .viewer) -> ServiceAccountRecord {
        ServiceAccountRecord(
            id: 0, uid: "s-\(UInt64.random(in: 0 ... .max))", orgID: orgID, name: name, login: "sa-\(orgID)-\(name)",
            role: role,
            isDisabled: false, createdAt: 1, updatedAt: 1)
    }

    static func passwordHash() throws -> PasswordHash {
        let text = "$scrypt$ln=15,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        guard let hash = PasswordHash(text: text) else { throw NoFixture() }
        return hash
    }

    struct NoFixture: Error {}
}
