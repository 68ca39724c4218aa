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
    /// The way to sources on behalf of somebody.
    let door: @Sendable (Identity) -> any SourceDoor

    func source(byUID uid: String, _ identity: Identity) throws(ControlError) -> AskedSource {
        guard DataSourceUID.isValid(uid) else { throw .malformedUID }
        return try source(.uid(uid), identity)
    }

    func source(byID id: String, _ identity: Identity) throws(ControlError) -> AskedSource {
        try source(.id(try ResourceID.parse(id, for: .read)), identity)
    }

    func source(_ reference: DataSourceReference, _ identity: Identity) throws(ControlError) -> AskedSource {
        do {
            let route = try catalog.find(reference, for: .datasourcesQuery, by: identity)
            return AskedSource(route, askedBy: identity, door: door(identity), compute: compute)
        } catch {
            throw .catalog(error, .read)
        }
    }

    /// A source that is not saved, whose calls are noted in `trace`.
    func draft(
        _ change: DataSourceChange, _ identity: Identity, _ trace: SourceTrace
    ) async throws(ControlError) -> AskedSource {
        do {
            let route = try await catalog.draft(change, by: identity)
            return AskedSource(route, askedBy: identity, door: door(identity), compute: compute, trace: trace)
        } catch {
            throw .catalog(error, .create)
        }
    }

    func language(of source: AskedSource) -> (any SourceLanguage)? {
        languages.language(of: source.route.source.type)
    }
}
