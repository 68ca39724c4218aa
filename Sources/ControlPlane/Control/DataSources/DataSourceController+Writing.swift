internal import Access
internal import Bytes
internal import Catalog
internal import JSON
internal import Web

/// The endpoints that change data sources. Whoever may not write is told so before his body is read; what may be written is for the
/// catalog to say.
extension DataSourceController {
    func create(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try admit(context, to: .datasourcesCreate)
        let change = try Self.change(context, for: .create)
        do {
            let route = try await catalog.create(change, by: context.identity)
            return Self.written(route, "Datasource added")
        } catch {
            throw .catalog(error, .create)
        }
    }

    func updateByID(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await update(.id(try ResourceID.parse(context.request.parameter("id"), for: .update)), context)
    }

    func updateByUID(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await update(.uid(context.request.parameter("uid")), context)
    }

    func deleteByID(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        _ = try await delete(.id(try ResourceID.parse(context.request.parameter("id"), for: .delete)), context)
        return WebResponse(JSONText.message("Data source deleted"))
    }

    func deleteByUID(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        Self.deleted(try await delete(.uid(context.request.parameter("uid")), context))
    }

    func deleteByName(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        Self.deleted(try await delete(.name(context.request.parameter("name")), context))
    }

    // MARK: Steps

    private func admit(_ context: ControlContext, to action: Action) throws(ControlError) {
        guard policy.decide(context.identity, Permission(action)).isAllowed else { throw .denied(action) }
    }

    private static func change(
        _ context: ControlContext, for purpose: DataSourceBody.Purpose
    ) throws(ControlError) -> DataSourceChange {
        do {
            return try DataSourceBody.decode(try JSONBody(of: context.request), for: purpose)
        } catch {
            throw .body(error)
        }
    }

    private func update(
        _ reference: DataSourceReference, _ context: ControlContext
    ) async throws(ControlError) -> WebResponse {
        do { try catalog.authorise(.datasourcesWrite, on: reference, by: context.identity) } catch {
            throw .catalog(error, .update)
        }
        let change = try Self.change(context, for: .update)
        let revision = try expectedRevision(of: reference, context)
        do {
            let route = try await catalog.update(reference, change, ifMatch: revision, by: context.identity)
            return Self.written(route, "Datasource updated")
        } catch .revisionMoved where revision != nil {
            throw .preconditionFailed
        } catch {
            throw .catalog(error, .update)
        }
    }

    /// The revision that `If-Match` insists on, if there is such a field.
    private func expectedRevision(
        of reference: DataSourceReference, _ context: ControlContext
    ) throws(ControlError) -> Int64? {
        guard case .revisions(let accepted) = IfMatch(context.request.field("if-match")) else { return nil }
        let current = try find(reference, context, for: .update).revision
        guard accepted.contains(current) else { throw .preconditionFailed }
        return current
    }

    private func delete(_ reference: DataSourceReference, _ context: ControlContext) async throws(ControlError) -> Int64
    {
        do {
            return try await catalog.delete(reference, by: context.identity)
        } catch {
            throw .catalog(error, .delete)
        }
    }

    // MARK: Answers

    private static func written(_ route: Route, _ message: StaticString) -> WebResponse {
        var body = ByteBuffer(capacity: route.answer.count + 512)
        body.append("{\"datasource\":" as StaticString)
        body.append(route.answer)
        body.append(",\"id\":" as StaticString)
        body.append(decimal: UInt64(clamping: route.source.id))
        body.append(",\"message\":\"" as StaticString)
        body.append(message)
        body.append("\",\"name\":" as StaticString)
        body.appendJSON(.string(route.source.name))
        body.append("}" as StaticString)
        return WebResponse(body.span.copy())
    }

    private static func deleted(_ id: Int64) -> WebResponse {
        WebResponse(
            JSONText.object { json in
                json.key("id")
                json.int(id)
                json.key("message")
                json.string("Data source deleted")
            })
    }
}
