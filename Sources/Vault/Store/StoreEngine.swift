public import Access
public import Catalog
public import Crypto

/// A database that keeps all of Headgate's state: what SQLite and PostgreSQL both are. The rooms that use a store see only
/// the protocol of their aggregate; the program's start and end need the whole.
public protocol StoreEngine: DataSourceStore, SourceShareStore, PeopleStore, DataKeyStore {
    // MARK: The state, and following it

    /// Everything a first snapshot needs, as of one moment.
    func load() async throws(StoreError) -> StoreContents

    /// Hands every change behind `revision` (of `load()`) to `committed`: first those that are there already, then each
    /// commit of this process before its caller is resumed, and those of other processes within the poll interval.
    ///
    /// `committed` runs on the writer's thread, so it must be quick. One call is one or more whole commits in their order;
    /// in it every row stands at most once, as it is now. Apply a call as one: names may have moved between its rows.
    func follow(since revision: Int64, committed: @escaping @Sendable ([StoreChange]) -> Void) async throws(StoreError)

    /// Looks for other processes' commits now and returns when `committed` has heard of them.
    func poll() async throws(StoreError)

    /// What was written behind `revision`: each row once, as it is now, in the order of the last changes.
    func changes(since revision: Int64) async throws(StoreError) -> [StoreChange]

    // MARK: What a new installation needs; safe to call at every start, by several processes at once

    /// Makes the organization unless its id is there already, or was and is deleted.
    func ensureOrganization(id: Int64, name: String) async throws(StoreError)

    /// True until the first user is made: worth asking before a password is hashed.
    func hasNoUsers() async throws(StoreError) -> Bool

    /// Makes the server's first administrator, of organization 1. Does nothing and is false when any user exists.
    /// `now` is in Unix seconds.
    func ensureAdmin(login: String, passwordHash: PasswordHash, now: Int64) async throws(StoreError) -> Bool

    /// Keeps `value` under `key` unless something stands there already; gives what stands there now. For texts that are made
    /// once for an installation, such as its id.
    func ensureSetting(_ key: String, _ value: String) async throws(StoreError) -> String

    // MARK: Health and end

    /// Throws when the database does not answer.
    func ping() async throws(StoreError)

    /// What the engine finds wrong in its own storage, for operators; empty when it is sound. May read everything.
    func integrityProblems() async throws(StoreError) -> [String]

    func statistics() async throws(StoreError) -> StoreStatistics

    /// Finishes what waits, refuses what comes, joins the threads. Blocks; never call it on a loop's thread.
    func stop()
}
