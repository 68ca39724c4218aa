internal import Access
internal import Catalog
internal import Query
internal import Reactor
internal import Web

/// Data sources for the endpoints that ask them something: found, allowed, and with the way to them.
struct SourceDesk: Sendable {
    let catalog: CatalogService
    let policy: Policy
    let languages: SourceLanguages
    let compute: any ComputePool
    /// The way to sources on behalf of somebody, whose call has come through Headgate so often before.
    let door: @Sendable (Identity, _ passages: Int) -> any SourceDoor

    func source(byUID uid: String, _ context: ControlContext) throws(ControlError) -> AskedSource {
        guard DataSourceUID.isValid(uid) else { throw .malformedUID }
        return try source(.uid(uid), context)
    }

    func source(byID id: String, _ context: ControlContext) throws(ControlError) -> AskedSource {
        try source(.id(try ResourceID.parse(id, for: .read)), context)
    }

    func source(_ reference: DataSourceReference, _ context: ControlContext) throws(ControlError) -> AskedSource {
        do {
            return asked(try catalog.find(reference, for: .datasourcesQuery, by: context.identity), context)
        } catch {
            throw .catalog(error, .read)
        }
    }

    /// A source that is not saved, whose calls are noted in `trace`.
    func draft(
        _ change: DataSourceChange, _ context: ControlContext, _ trace: SourceTrace
    ) async throws(ControlError) -> AskedSource {
        do {
            return asked(try await catalog.draft(change, by: context.identity), context, trace)
        } catch {
            throw .catalog(error, .create)
        }
    }

    private func asked(_ route: Route, _ context: ControlContext, _ trace: SourceTrace? = nil) -> AskedSource {
        AskedSource(
            route, askedBy: context.identity, door: door(context.identity, context.passages), compute: compute,
            trace: trace)
    }

    func language(of source: AskedSource) -> (any SourceLanguage)? {
        languages.language(of: source.route.source.type)
    }
}
