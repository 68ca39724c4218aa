/// Reads and changes of organisations, for whoever asks: HTTP and the command line. Authorisation is here and nowhere
/// above. Reads are answered from the directory; a write returns when every worker has it.
public struct OrganizationService: Sendable {
    private let context: AccessContext

    public init(_ context: AccessContext) { self.context = context }

    /// In the order of names.
    public func list(by identity: Identity) throws(AccessError) -> [OrganizationRecord] {
        try context.authorise(.orgsRead, on: .server, identity)
        return context.directory().organizations.sorted { $0.name < $1.name }
    }

    public func current(by identity: Identity) throws(AccessError) -> OrganizationRecord {
        try context.authorise(.orgsRead, identity)
        guard let organization = context.directory().organization(id: identity.orgID) else { throw .notFound }
        return organization
    }

    public func find(id: Int64, by identity: Identity) throws(AccessError) -> OrganizationRecord {
        try context.authorise(.orgsRead, inOrganization: id, identity)
        guard let organization = context.directory().organization(id: id) else { throw .notFound }
        return organization
    }

    /// Names are found whatever their case.
    public func find(name: String, by identity: Identity) throws(AccessError) -> OrganizationRecord {
        try context.authorise(.orgsRead, on: .server, identity)
        guard let organization = context.directory().organization(name: name) else { throw .notFound }
        return organization
    }

    /// A user who makes an organisation is its first admin.
    public func create(_ name: String, by identity: Identity) async throws(AccessError) -> OrganizationRecord {
        try authoriseCreate(by: identity)
        try NameRules.checkUnique(name, field: "name")
        return try await context.write { (store) throws(StoreError) in
            try await store.insert(organization: name, firstAdmin: identity.userID)
        }
    }

    /// Asked before a body is read, as the next one.
    public func authoriseCreate(by identity: Identity) throws(AccessError) {
        try context.authorise(.orgsCreate, on: .server, identity)
    }

    public func authoriseWriting(id: Int64, by identity: Identity) throws(AccessError) {
        try context.authorise(.orgsWrite, inOrganization: id, identity)
    }

    public func update(id: Int64, _ change: OrganizationChange, by identity: Identity) async throws(AccessError) {
        try authoriseWriting(id: id, by: identity)
        guard var organization = context.directory().organization(id: id) else { throw .notFound }
        if let name = change.name {
            try NameRules.checkUnique(name, field: "name")
            organization.name = name
        }
        if let address = change.address { organization.address = try Self.checked(address) }
        try await context.write { [organization] (store) throws(StoreError) in try await store.update(organization) }
    }

    /// Not the one that the caller is in, and not the last one.
    public func delete(id: Int64, by identity: Identity) async throws(AccessError) {
        try context.authorise(.orgsDelete, on: .server, identity)
        guard context.directory().organization(id: id) != nil else { throw .notFound }
        guard identity.userID == nil || identity.orgID != id else { throw .refused(.currentOrganization) }
        try await context.write { (store) throws(StoreError) in try await store.delete(organizationID: id) }
    }

    private static func checked(_ address: PostalAddress) throws(AccessError) -> PostalAddress {
        for (field, text) in [
            ("address1", address.address1), ("address2", address.address2), ("city", address.city),
            ("zipCode", address.zipCode), ("state", address.state), ("country", address.country),
        ] { try NameRules.checkText(text, field: field) }
        return address
    }
}
