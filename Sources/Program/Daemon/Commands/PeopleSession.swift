internal import Access
internal import Crypto
internal import Reactor
internal import Store

/// The store and the services over it, open for one command, and the operator who uses them.
struct PeopleSession {
    let store: SQLiteStore
    let context: AccessContext
    let identity: Identity

    /// Opens the database that is there; `--org` says in which organisation the operator acts, 1 unless given.
    static func open(_ arguments: CommandArguments) async throws(DaemonError) -> PeopleSession {
        let identity = Identity.serverOperator(orgID: try arguments.orgID())
        let store = try StoreSession.open(try ServerConfiguration(ofProcess: arguments.flags))
        do throws(StoreError) {
            let contents = try await store.load()
            let directory = AccessDirectory(
                organizations: contents.organizations, users: contents.users, teams: contents.teams,
                serviceAccounts: contents.serviceAccounts, tokens: contents.tokens)
            // No worker is in this process, so nobody has to be waited for.
            let context = AccessContext(
                store: store, directory: { directory }, now: { Kernel.linux.unixSeconds }, settled: {})
            return PeopleSession(store: store, context: context, identity: identity)
        } catch {
            store.stop()
            throw .store(error)
        }
    }

    /// Runs a question to the services; the store is closed behind it.
    func ask<Answer>(
        _ question: (AccessContext, Identity) async throws(AccessError) -> Answer
    ) async throws(DaemonError) -> Answer {
        defer { store.stop() }
        do throws(AccessError) { return try await question(context, identity) } catch { throw .access(error) }
    }
}
