internal import Crypto
public import Reactor

/// Asks PostgreSQL databases. One thread steps all connections, so that slow databases hold nobody else; rows are handed over as bytes.
public final class PostgresClient: Sendable {
    private let engine: PostgresEngine
    private let thread: Thread

    /// Starts the thread. libpq's own environment variables are removed from this process: settings come from the caller only.
    public init(configuration: PostgresClientConfiguration = PostgresClientConfiguration(), kernel: Kernel)
        throws(SystemError)
    {
        LinkParameters.forgetEnvironment()
        let engine = try PostgresEngine(configuration: configuration, kernel: kernel)
        self.engine = engine
        thread = try Thread(name: "postgres") { engine.run() }
    }

    /// Runs one statement in a read-only transaction of its own; `trace` is told what it waited for. A task that is cancelled comes back at
    /// once; its statement is not begun, or ended.
    public func rows(
        of statement: PostgresStatement, at settings: PostgresSettings, tracing trace: PostgresTrace? = nil
    ) async throws(PostgresError) -> PostgresRows {
        guard !statement.sql.utf8.contains(0) else { throw .nulByte }
        let ticket = PostgresTicket()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { engine.post(statement, settings, trace, ticket, $0) }
        } onCancel: {
            engine.withdraw(ticket)
        }
        return try outcome.get()
    }

    /// Ends every connection and the thread; whoever waits gets `stopped`.
    public func stop() {
        engine.stop()
        thread.join()
    }
}
