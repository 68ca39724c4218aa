internal import Access
internal import Reactor
internal import Store

/// The store, open for one command. A server may have it open too: it sees the change within a second.
enum StoreSession {
    /// Opens the database that is there.
    static func open(_ configuration: ServerConfiguration) throws(DaemonError) -> SQLiteStore {
        guard try exists(configuration) else {
            throw .store(.unavailable("there is no database \(configuration.databasePath)"))
        }
        return try store(configuration)
    }

    /// The same; one that is not there is made, and said so, since that may be a slip of the data directory's name.
    static func openOrMake(_ configuration: ServerConfiguration) throws(DaemonError) -> SQLiteStore {
        if try !exists(configuration) {
            try DataDirectory.ensure(configuration.dataDirectory)
            StandardStream.error.write("headgate: made the new database \(configuration.databasePath)\n")
        }
        return try store(configuration)
    }

    private static func exists(_ configuration: ServerConfiguration) throws(DaemonError) -> Bool {
        do throws(SystemError) {
            return try FileStatus.of(configuration.databasePath) != nil
        } catch {
            throw .dataDirectory(path: configuration.dataDirectory, error)
        }
    }

    private static func store(_ configuration: ServerConfiguration) throws(DaemonError) -> SQLiteStore {
        do throws(StoreError) {
            return try SQLiteStore(
                SQLiteStoreConfiguration(path: configuration.databasePath, readers: 1, pollMilliseconds: nil))
        } catch {
            throw .store(error)
        }
    }
}
