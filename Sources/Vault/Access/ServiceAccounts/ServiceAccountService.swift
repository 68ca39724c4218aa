/// Reads and changes of the service accounts of the asking identity's organisation, and of their tokens.
public struct ServiceAccountService: Sendable {
    private let context: AccessContext

    public init(_ context: AccessContext) { self.context = context }

    public func find(id: Int64, by identity: Identity) throws(AccessError) -> ServiceAccountRecord {
        try context.authorise(.serviceAccountsRead, identity)
        return try existing(id, identity)
    }

    /// Whose name or login holds `text`, in the order of names.
    public func search(_ text: String, by identity: Identity) throws(AccessError) -> [ServiceAccountRecord] {
        try context.authorise(.serviceAccountsRead, identity)
        let piece = FoldedName.text(of: text)
        return context.directory().serviceAccounts(orgID: identity.orgID).filter { account in
            piece.isEmpty || FoldedName.text(of: account.name).contains(piece)
                || FoldedName.text(of: account.login).contains(piece)
        }
    }

    public func create(
        name: String, role: Role, isDisabled: Bool, by identity: Identity
    ) async throws(AccessError) -> ServiceAccountRecord {
        try authoriseCreate(by: identity)
        try NameRules.checkUnique(name, field: "name")
        try checkRole(role, identity)
        let moment = context.now()
        let account = ServiceAccountRecord(
            id: 0, uid: PrincipalUID.make(), orgID: identity.orgID, name: name,
            login: Self.login(for: name, orgID: identity.orgID), role: role, isDisabled: isDisabled, createdAt: moment,
            updatedAt: moment)
        return try await context.write { (store) throws(StoreError) in try await store.insert(account) }
    }

    /// Asked before a body is read.
    public func authoriseCreate(by identity: Identity) throws(AccessError) {
        try context.authorise(.serviceAccountsCreate, identity)
    }

    /// The login stays what it was.
    public func update(
        id: Int64, _ change: ServiceAccountChange, by identity: Identity
    ) async throws(AccessError) -> ServiceAccountRecord {
        try context.authorise(.serviceAccountsWrite, identity)
        var account = try existing(id, identity)
        if let name = change.name, !name.isEmpty {
            try NameRules.checkUnique(name, field: "name")
            account.name = name
        }
        if let role = change.role {
            try checkRole(role, identity)
            account.role = role
        }
        account.isDisabled = change.isDisabled ?? account.isDisabled
        account.updatedAt = context.now()
        try await context.write { [account] (store) throws(StoreError) in try await store.update(account) }
        return account
    }

    public func delete(id: Int64, by identity: Identity) async throws(AccessError) {
        try context.authorise(.serviceAccountsDelete, identity)
        let account = try existing(id, identity)
        try await context.write { (store) throws(StoreError) in
            try await store.delete(serviceAccountID: account.id, orgID: account.orgID)
        }
    }

    // MARK: Tokens

    /// In the order of ids, each with when it was last used (Unix seconds, 0 for never).
    public func tokens(
        of id: Int64, by identity: Identity
    ) throws(AccessError) -> [(record: TokenRecord, lastUsedAt: Int64)] {
        try context.authorise(.serviceAccountsRead, identity)
        return context.directory().tokens(ofServiceAccount: try existing(id, identity).id)
    }

    public func tokenCount(of account: ServiceAccountRecord) -> Int {
        context.directory().tokens(ofServiceAccount: account.id).count
    }

    /// The record, and the text that nobody can ask for again.
    public func createToken(
        named name: String, for id: Int64, expiresAt: Int64?, by identity: Identity
    ) async throws(AccessError) -> (record: TokenRecord, text: String) {
        try context.authorise(.serviceAccountsWrite, identity)
        let account = try existing(id, identity)
        try NameRules.check(name, field: "name")
        let issued = TokenIssuer.make(.serviceAccount, name: name, orgID: account.orgID)
        let draft = TokenRecord(
            id: 0, orgID: account.orgID, name: name, role: account.role, shape: .serviceAccount, digest: issued.digest,
            createdAt: context.now(), expiresAt: expiresAt, serviceAccountID: account.id)
        let record = try await context.write { (store) throws(StoreError) in try await store.insert(draft) }
        return (record, issued.text)
    }

    public func deleteToken(_ tokenID: Int64, of id: Int64, by identity: Identity) async throws(AccessError) {
        try context.authorise(.serviceAccountsWrite, identity)
        let account = try existing(id, identity)
        guard context.directory().tokens(ofServiceAccount: account.id).contains(where: { $0.record.id == tokenID })
        else { throw .notFound }
        try await context.write { (store) throws(StoreError) in
            try await store.delete(tokenID: tokenID, orgID: account.orgID)
        }
    }

    // MARK: Steps

    private func existing(_ id: Int64, _ identity: Identity) throws(AccessError) -> ServiceAccountRecord {
        guard let account = context.directory().serviceAccount(id: id), account.orgID == identity.orgID else {
            throw .notFound
        }
        return account
    }

    /// Nobody hands out more than they have.
    private func checkRole(_ role: Role, _ identity: Identity) throws(AccessError) {
        guard role <= identity.role else {
            throw .invalidField(name: "role", problem: "is above the role of its maker")
        }
    }

    /// `sa-ORG-NAME` in lower case, spaces as hyphens.
    static func login(for name: String, orgID: Int64) -> String {
        "sa-\(orgID)-" + String(name.lowercased().map { $0 == " " || $0 == ":" ? "-" : $0 })
    }
}
