internal import Access
internal import Web

/// The endpoints of organisations: the caller's own (`/api/org`) and any (`/api/orgs`).
struct OrganizationController: Sendable {
    let organizations: OrganizationService

    // MARK: The caller's own

    func current(_ context: ControlContext) throws(ControlError) -> WebResponse {
        do { return OrganizationEncoder.single(try organizations.current(by: context.identity)) } catch {
            throw .people(error, .organization)
        }
    }

    func updateCurrent(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await update(id: context.identity.orgID, context)
    }

    func updateCurrentAddress(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await updateAddress(id: context.identity.orgID, context)
    }

    // MARK: Any

    /// With `name` or `query`: those alone.
    func list(_ context: ControlContext) throws(ControlError) -> WebResponse {
        let all: [OrganizationRecord]
        do { all = try organizations.list(by: context.identity) } catch { throw .people(error, .organization) }
        let name = context.request.queryParameter("name").map(FoldedName.text) ?? ""
        let query = context.request.queryParameter("query").map(FoldedName.text) ?? ""
        let found = all.filter { organization in
            let folded = FoldedName.text(of: organization.name)
            return (name.isEmpty || folded == name) && (query.isEmpty || folded.contains(query))
        }
        return OrganizationEncoder.list(Page(of: context.request).cut(found))
    }

    func readByID(_ context: ControlContext) throws(ControlError) -> WebResponse {
        let id = try context.id("org")
        do { return OrganizationEncoder.single(try organizations.find(id: id, by: context.identity)) } catch {
            throw .people(error, .organization)
        }
    }

    func readByName(_ context: ControlContext) throws(ControlError) -> WebResponse {
        let name = context.request.parameter("name")
        do { return OrganizationEncoder.single(try organizations.find(name: name, by: context.identity)) } catch {
            throw .people(error, .organization)
        }
    }

    func create(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        do throws(AccessError) { try organizations.authoriseCreate(by: context.identity) } catch {
            throw .people(error, .organization)
        }
        let name = try Self.name(context)
        do {
            let made = try await organizations.create(name, by: context.identity)
            return .object { json in
                json.field("message", "Organization created")
                json.field("orgId", made.id)
            }
        } catch {
            throw .people(error, .organization)
        }
    }

    func update(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await update(id: try context.id("org"), context)
    }

    func updateAddress(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await updateAddress(id: try context.id("org"), context)
    }

    func delete(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let id = try context.id("org")
        do {
            try await organizations.delete(id: id, by: context.identity)
            return .done("Organization deleted")
        } catch {
            throw .people(error, .organizationDeletion)
        }
    }

    // MARK: Steps

    private func update(id: Int64, _ context: ControlContext) async throws(ControlError) -> WebResponse {
        try admitWriting(id: id, context)
        let name = try Self.name(context)
        return try await change(id: id, OrganizationChange(name: name), "Organization updated", context)
    }

    private func updateAddress(id: Int64, _ context: ControlContext) async throws(ControlError) -> WebResponse {
        try admitWriting(id: id, context)
        let body = try context.body()
        let address: PostalAddress
        do { address = try body.address() } catch { throw .body(error) }
        return try await change(id: id, OrganizationChange(address: address), "Address updated", context)
    }

    private func change(
        id: Int64, _ change: OrganizationChange, _ message: String, _ context: ControlContext
    ) async throws(ControlError) -> WebResponse {
        do {
            try await organizations.update(id: id, change, by: context.identity)
            return .done(message)
        } catch {
            throw .people(error, .organization)
        }
    }

    /// Before the body is read.
    private func admitWriting(id: Int64, _ context: ControlContext) throws(ControlError) {
        do { try organizations.authoriseWriting(id: id, by: context.identity) } catch {
            throw .people(error, .organization)
        }
    }

    private static func name(_ context: ControlContext) throws(ControlError) -> String {
        let body = try context.body()
        do { return try body.requiredString("name") } catch { throw .body(error) }
    }
}
