internal import Access
internal import Catalog
internal import JSON
internal import Web

/// The endpoints of data sources: each decodes, calls the catalog, encodes. The endpoints that write are in
/// `DataSourceController+Writing.swift`.
///
/// Reads are answered from the snapshot, on the caller's loop, with bytes that were built when the source was last written.
struct DataSourceController: Sendable {
    let catalog: CatalogService
    let policy: Policy

    func list(_ context: ControlContext) throws(ControlError) -> WebResponse {
        do {
            let routes = try catalog.list(by: context.identity)
            guard Self.wantsActions(context) else { return WebResponse(DataSourceEncoder.list(routes)) }
            return WebResponse(
                DataSourceEncoder.list(routes) { route in catalog.actions(on: route, by: context.identity) })
        } catch {
            throw .catalog(error, .read)
        }
    }

    func readByID(_ context: ControlContext) throws(ControlError) -> WebResponse {
        try read(.id(try ResourceID.parse(context.request.parameter("id"), for: .read)), context)
    }

    func readByUID(_ context: ControlContext) throws(ControlError) -> WebResponse {
        try read(.uid(context.request.parameter("uid")), context)
    }

    func readByName(_ context: ControlContext) throws(ControlError) -> WebResponse {
        try read(.name(context.request.parameter("name")), context)
    }

    /// Only the id of a source, by its name.
    func identifier(_ context: ControlContext) throws(ControlError) -> WebResponse {
        do {
            let id = try catalog.identifier(ofName: context.request.parameter("name"), by: context.identity)
            return WebResponse(
                JSONText.object { json in
                    json.key("id")
                    json.int(id)
                })
        } catch {
            throw .catalog(error, .read)
        }
    }

    private func read(_ reference: DataSourceReference, _ context: ControlContext) throws(ControlError) -> WebResponse {
        let route = try find(reference, context, for: .read)
        let tag = [("ETag", EntityTag.text(revision: route.revision))]
        guard Self.wantsActions(context) else { return WebResponse(route.answer, fields: tag) }
        let actions = catalog.actions(on: route, by: context.identity)
        return WebResponse(PermissionEncoder.append(actions, to: route.answer), fields: tag)
    }

    /// Whether the answer shall say what the caller may do with what is in it.
    private static func wantsActions(_ context: ControlContext) -> Bool {
        context.request.queryParameter("accesscontrol") == "true"
    }

    func find(
        _ reference: DataSourceReference, _ context: ControlContext, for attempt: ControlError.Attempt
    ) throws(ControlError) -> Route {
        do {
            return try catalog.find(reference, by: context.identity)
        } catch {
            throw .catalog(error, attempt)
        }
    }
}
