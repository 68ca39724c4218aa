public import Crypto

/// An API token as it is kept: the SHA-256 of its text, never the text.
public struct TokenRecord: Sendable, Equatable {
    /// How a token's text looks; both shapes are in clients' hands.
    public enum Shape: String, Sendable, CaseIterable {
        /// `eyJrIjoi...`: base64 of `{"k","n","id"}`.
        case apiKey
        /// `glsa_..._xxxxxxxx`.
        case serviceAccount
    }

    /// 0 until the store gave it one.
    public let id: Int64
    public let orgID: Int64
    public let name: String
    public let role: Role
    public let shape: Shape
    public let digest: Digest256
    /// Unix seconds.
    public let createdAt: Int64
    /// Unix seconds, the first at which the token is refused; nothing means it does not expire.
    public let expiresAt: Int64?
    /// The account whose role counts, and without which the token is nothing; nothing for a token that stands alone.
    public let serviceAccountID: Int64?
    /// Unix seconds, as of the last time it was written down; 0 when never.
    public let lastUsedAt: Int64

    public init(
        id: Int64, orgID: Int64, name: String, role: Role, shape: Shape, digest: Digest256, createdAt: Int64,
        expiresAt: Int64?, serviceAccountID: Int64? = nil, lastUsedAt: Int64 = 0
    ) {
        self.id = id
        self.orgID = orgID
        self.name = name
        self.role = role
        self.shape = shape
        self.digest = digest
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.serviceAccountID = serviceAccountID
        self.lastUsedAt = lastUsedAt
    }

    /// The same token under the id that the store gave it.
    public func withID(_ id: Int64) -> TokenRecord {
        TokenRecord(
            id: id, orgID: orgID, name: name, role: role, shape: shape, digest: digest, createdAt: createdAt,
            expiresAt: expiresAt, serviceAccountID: serviceAccountID, lastUsedAt: lastUsedAt)
    }

    public func isExpired(at now: Int64) -> Bool {
        guard let expiresAt else { return false }
        return expiresAt <= now
    }
}
