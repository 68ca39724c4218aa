import Access
import Bytes
import Catalog
import Crypto
import JSON
import Secrets
import Testing

/// What the vault holds in these tests: data sources whose secrets are really sealed, and tokens.
struct SealedHouse: Sendable {
    static let viewer = "glsa_viewer-of-one"
    static let editor = "glsa_editor-of-one"
    static let admin = "glsa_admin-of-one"
    static let stranger = "glsa_admin-of-two"

    let builder: RouteBuilder
    private let keyring: Keyring

    init() throws {
        let key = KeyEncryptionKey.make().key
        keyring = try Keyring(unwrapping: [Keyring.makeDataKey(id: 1, wrappedBy: key)], with: key)
        builder = RouteBuilder(keyring: keyring) { _, _ in [] }
    }

    /// `jsonData` is JSON text.
    func source(
        id: Int64 = 1, orgID: Int64 = 1, uid: String? = nil, type: String = "graphite", url: String,
        user: String = "", database: String = "", basicAuthUser: String? = nil, jsonData: String = "{}",
        secrets: [String: String] = [:], revision: Int64 = 1
    ) throws -> StoredDataSource {
        let uid = uid ?? "p\(id)"
        let source = DataSource(
            id: id, uid: uid, orgID: orgID, name: "source \(id)", type: type, access: "proxy", url: url, user: user,
            database: database, basicAuth: basicAuthUser != nil, basicAuthUser: basicAuthUser ?? "",
            jsonData: try JSONValue(parsing: jsonData.utf8.span, limits: JSONLimits(bytesMax: 1 << 16)))
        let sealed = try secrets.sorted { $0.key < $1.key }.map { name, value in
            SealedField(
                name: name,
                value: try keyring.seal(
                    SecretBytes(copying: value.utf8.span), for: SealContext(orgID: orgID, sourceUID: uid, field: name)),
                isEmpty: value.isEmpty)
        }
        return StoredDataSource(source: source, secrets: sealed, revision: revision)
    }

    func snapshot(_ sources: [StoredDataSource]) -> RouteSnapshot {
        RouteSnapshot(sources: sources, directory: AccessDirectory(tokens: Self.tokens), builder: builder)
    }

    static let tokens = [
        token(viewer, id: 1, role: .viewer), token(editor, id: 2, role: .editor), token(admin, id: 3, role: .admin),
        token(stranger, id: 4, orgID: 2, role: .admin),
    ]

    static func token(
        _ text: String, id: Int64, orgID: Int64 = 1, role: Role, expiresAt: Int64? = nil
    ) -> TokenRecord {
        TokenRecord(
            id: id, orgID: orgID, name: "token \(id)", role: role, shape: .serviceAccount,
            digest: SHA256.digest(text.utf8.span), createdAt: 0, expiresAt: expiresAt)
    }
}
