internal import Access
internal import Catalog
internal import JSON
internal import Web

/// The data sources of the server itself (`/api/admin/datasources`): bodies and answers of an organisation's, for the server's admins; and
/// in which organisations they are.
struct SharedSourceController: Sendable {
    /// Organisations that one body names, at most.
    static let organizationsMax = 10_000

    let shared: SharedSourceService

    /// An endpoint of an organisation's data sources, for the server's.
    func own(
        _ action: Action, _ endpoint: @escaping @Sendable (ControlContext) async throws(ControlError) -> WebResponse
    ) -> @Sendable (ControlContext) async throws(ControlError) -> WebResponse {
        { [shared] (context: ControlContext) async throws(ControlError) -> WebResponse in
            let identity: Identity
            do throws(CatalogError) { identity = try shared.authorise(action, by: context.identity) } catch {
                throw .catalog(error, .read)
            }
            return try await endpoint(ControlContext(request: context.request, identity: identity))
        }
    }

    func organizations(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        do {
            let shares = try await shared.shares(of: context.request.parameter("uid"), by: context.identity)
            return .object { json in
                json.field("everywhere", shares.isEverywhere)
                json.key("orgs")
                JSONText.objects(shares.copies, &json) { copy, json in
                    json.field("orgId", copy.orgID)
                    json.field("id", copy.sourceID)
                    json.key("secureJsonFields")
                    json.beginObject()
                    for name in copy.secretNames { json.field(name, true) }
                    json.endObject()
                }
            }
        } catch {
            throw .catalog(error, .read)
        }
    }

    func share(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        do { _ = try shared.authorise(.datasourcesWrite, by: context.identity) } catch {
            throw .catalog(error, .update)
        }
        let change: ShareChange
        do { change = try Self.change(try JSONBody(of: context.request)) } catch { throw .body(error) }
        do {
            try await shared.share(context.request.parameter("uid"), change, by: context.identity)
            return .done("Datasource shared")
        } catch {
            throw .catalog(error, .update)
        }
    }

    private static func change(_ body: borrowing JSONBody) throws(BodyError) -> ShareChange {
        var change = ShareChange(isEverywhere: try body.bool("everywhere") ?? false, organizations: [:])
        let entries = try body.objects("orgs", max: organizationsMax)
        for entry in entries {
            guard let orgID = try body.integer("orgId", of: entry), orgID > 0, change.organizations[orgID] == nil else {
                throw .wrongType(field: "orgs.orgId", expected: .organization)
            }
            let secrets = body.has("secureJsonData", of: entry) ? try body.secrets("secureJsonData", of: entry) : nil
            change.organizations[orgID] = .some(secrets?.map { (field: $0.name, value: $0.value) })
        }
        return change
    }
}
