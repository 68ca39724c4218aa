import Bytes
import Crypto
import Reactor
import TestSupport
import Testing

@testable import Postgres

/// The client against Debian's PostgreSQL.
@Suite struct PostgresClientTests {
    private let server: PostgresProcess
    private let client: PostgresClient

    init() throws {
        server = try PostgresProcess()
        client = try PostgresClient(kernel: .linux)
    }

    private func settings(
        password: String = PostgresProcess.password, addresses: [String] = ["127.0.0.1"]
    ) -> PostgresSettings {
        PostgresSettings(
            host: "localhost", addresses: addresses, port: server.port, database: PostgresProcess.database,
            user: PostgresProcess.user, password: SecretBytes(copying: password.utf8.span))
    }

    private func texts(_ sql: String, _ settings: PostgresSettings? = nil) async throws -> [[String?]] {
        let rows = try await client.rows(of: PostgresStatement(sql: sql), at: settings ?? self.settings())
        return (0..<rows.rowCount).map { row in
            rows.columns.indices.map { column in
                rows.withText(row: row, column: column) { text -> String? in
                    guard let text else { return nil }
                    return String(decoding: text.copy(), as: UTF8.self)
                }
            }
        }
    }

    private func failure(_ sql: String, _ settings: PostgresSettings? = nil) async -> PostgresError? {
        do throws(PostgresError) {
            _ = try await client.rows(of: PostgresStatement(sql: sql), at: settings ?? self.settings())
            return nil
        } catch {
            return error
        }
    }

    @Test func rowsComeAsText() async throws {
        #expect(
            try await texts("SELECT 1, NULL::text, 'é', '' UNION ALL SELECT 2, 'x', 'y', 'z' ORDER BY 1") == [
                ["1", nil, "é", ""], ["2", "x", "y", "z"],
            ])
    }

    @Test func emptyStatementsHaveNoColumns() async throws {
        let rows = try await client.rows(of: PostgresStatement(sql: "SELECT"), at: settings())
        #expect(rows.columns.isEmpty)
        #expect(try await texts("").isEmpty)
    }

    @Test func columnsOfNoRowsAreKnown() async throws {
        let rows = try await client.rows(
            of: PostgresStatement(sql: "SELECT 1 AS a, 'x' AS b WHERE false"), at: settings())
        #expect(rows.columns.map(\.name) == ["a", "b"])
        #expect(rows.columns.map(\.typeID) == [23, 25])
    }

    @Test func aRefusedStatementSaysWhyAndTheNextOneWorks() async throws {
        #expect(
            await failure("SELEC 1")
                == .failed(severity: "ERROR", sqlState: "42601", message: "syntax error at or near \"SELEC\""))
        #expect(try await texts("SELECT 1") == [["1"]])
    }

    @Test(arguments: [
        "CREATE TABLE t (i int)", "SELECT nextval('s')", "SET TRANSACTION READ WRITE",
        "SELECT set_config('transaction_read_only', 'off', true)",
        "DO $$ BEGIN SET TRANSACTION READ WRITE; CREATE TABLE t (i int); END $$",
        "DO $$ BEGIN COMMIT; CREATE TABLE t (i int); END $$",
    ])
    func nothingIsWritten(_ sql: String) async throws {
        try server.script(
            "CREATE SEQUENCE s; GRANT ALL ON SEQUENCE s TO headgate; GRANT CREATE ON SCHEMA public TO headgate")
        #expect(await failure(sql) != nil)
        #expect(try await texts("SELECT count(*) FROM pg_tables WHERE tablename = 't'") == [["0"]])
    }

    @Test func aSecondStatementIsRefused() async throws {
        try server.script("GRANT CREATE ON SCHEMA public TO headgate")
        guard case .failed(_, "42601", _) = await failure("COMMIT; CREATE TABLE t (i int)") else {
            Issue.record("two statements were taken")
            return
        }
    }

    /// What one caller's statement leaves in a session, the next one's does not find.
    @Test(arguments: [
        ("COMMIT", "SELECT 1"), ("SET default_transaction_read_only = off", "CREATE TABLE t (i int)"),
        ("PREPARE p AS SELECT 1", "EXECUTE p"),
    ])
    func sessionsKeepNothing(_ first: String, _ second: String) async throws {
        try server.script("GRANT CREATE ON SCHEMA public TO headgate")
        _ = await failure(first)
        let outcome = await failure(second)
        #expect((outcome == nil) == (second == "SELECT 1"))
    }

    @Test func locksOfASessionAreGivenBack() async throws {
        _ = try await texts("SELECT pg_advisory_lock(7)")
        // The first thing that sees the cleared session is the next statement on it.
        _ = try await texts("SELECT 1")
        #expect(try await texts("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == [["0"]])
    }

    @Test func theNextAddressIsDialledWhereOneIsRefused() async throws {
        // PostgreSQL listens on one of the three.
        let settings = settings(addresses: ["::1", "127.0.0.1", "127.0.0.2"])
        #expect(try await texts("SELECT 1", settings) == [["1"]])
    }

    @Test func connectionsAreUsedAgain() async throws {
        let first = try await texts("SELECT pg_backend_pid()")
        #expect(try await texts("SELECT pg_backend_pid()") == first)
    }

    @Test func aPooledConnectionThatDiedIsReplaced() async throws {
        let pid = try await texts("SELECT pg_backend_pid()")[0][0] ?? ""
        try server.script("SELECT pg_terminate_backend(\(pid))")
        #expect(try await texts("SELECT 1") == [["1"]])
    }

    @Test func aConnectionThatDiesInAStatementIsAnError() async throws {
        try server.script(
            "CREATE FUNCTION die() RETURNS bool LANGUAGE sql SECURITY DEFINER AS 'SELECT pg_terminate_backend(pg_backend_pid())'"
        )
        switch await failure("SELECT die()") {
        case .failed("FATAL", "57P01", _), .connectionLost: break
        case let other: Issue.record("\(String(describing: other))")
        }
        #expect(try await texts("SELECT 1") == [["1"]])
    }

    @Test func aWrongPasswordIsAConnectionError() async {
        guard case .connectFailed(let text) = await failure("SELECT 1", settings(password: "wrong")) else {
            Issue.record("no connection error")
            return
        }
        #expect(text.contains("password authentication failed for user \"headgate\"") && !text.contains("wrong"))
    }

    @Test func nobodyThereIsAConnectionError() async throws {
        var settings = settings()
        settings.port = try TCPListener.freePort()
        guard case .connectFailed(let text) = await failure("SELECT 1", settings) else {
            Issue.record("no connection error")
            return
        }
        #expect(text.contains("Connection refused"))
    }

    @Test func aServerThatSaysNothingIsLeft() async throws {
        let silent = try TCPListener()
        var settings = settings()
        settings.port = silent.port
        settings.connectMilliseconds = 50
        #expect(await failure("SELECT 1", settings) == .connectTimeout)
    }

    @Test func aDialThatNobodyAnswersIsNoLogin() async throws {
        let full = try FullListener()
        var settings = settings()
        settings.port = full.port
        settings.connectMilliseconds = 50
        let trace = PostgresTrace()
        do throws(PostgresError) {
            _ = try await client.rows(of: PostgresStatement(sql: "SELECT 1"), at: settings, tracing: trace)
            Issue.record("somebody answered")
        } catch {
            #expect(error == .connectTimeout)
        }
        #expect(trace.phases.map(\.phase) == [.connect])
    }

    @Test func slowStatementsEndInTime() async {
        let statement = PostgresStatement(sql: "SELECT pg_sleep(60)", milliseconds: 50)
        do throws(PostgresError) {
            _ = try await client.rows(of: statement, at: settings())
            Issue.record("it came back")
        } catch {
            #expect(error == .timeout)
        }
    }

    /// A statement that runs until something ends it, and the task that waits for it.
    private func sleeper(
        milliseconds: UInt64 = 3_600_000, _ settings: PostgresSettings
    ) -> Task<PostgresError?, Never> {
        Task { [client] in
            do throws(PostgresError) {
                _ = try await client.rows(
                    of: PostgresStatement(sql: "SELECT pg_sleep(3600)", milliseconds: milliseconds), at: settings)
                return nil
            } catch { return error }
        }
    }

    /// Other tasks have their turns meanwhile.
    private func waitForSleepers(_ count: Int) async throws {
        let deadline = Deadline.generous
        while try server.statementCount(with: "pg_sleep") != count {
            guard !deadline.hasPassed else { throw TestSupportError.deadline(waitingFor: "\(count) sleepers") }
            await Task.yield()
        }
    }

    @Test("A-167: a statement under way ends at the server when its task is cancelled, or its time is over")
    func statementsEndWithTheirTasks() async throws {
        let task = sleeper(settings())
        try await waitForSleepers(1)
        task.cancel()
        #expect(await task.value == .withdrawn)
        try await waitForSleepers(0)
        #expect(await sleeper(milliseconds: 100, settings()).value == .timeout)
        try await waitForSleepers(0)
        #expect(try await texts("SELECT 1") == [["1"]])
    }

    @Test func statementsThatWaitAreWithdrawnFromTheirLine() async throws {
        var one = settings()
        one.connectionsMax = 1
        let first = sleeper(one)
        try await waitForSleepers(1)
        #expect(await sleeper(milliseconds: 20, one).value == .timeout)
        let second = sleeper(one)
        second.cancel()
        #expect(await second.value == .withdrawn)
        first.cancel()
        #expect(await first.value == .withdrawn)
        // The line moves on, on a new connection.
        #expect(try await texts("SELECT 1", one) == [["1"]])
    }

    @Test func aTaskThatIsCancelledAlreadyAsksNothing() async throws {
        let silent = try TCPListener()
        var nowhere = settings()
        nowhere.port = silent.port
        let task = Task { [nowhere, client] in
            while !Task.isCancelled { await Task.yield() }
            do throws(PostgresError) {
                _ = try await client.rows(of: PostgresStatement(sql: "SELECT 1"), at: nowhere)
                return PostgresError?.none
            } catch { return error }
        }
        task.cancel()
        #expect(await task.value == .withdrawn)
    }

    @Test func rowsBeyondTheLimitAreNotRead() async throws {
        let rows = try await client.rows(
            of: PostgresStatement(sql: "SELECT generate_series(1, 1000000000)", rowsMax: 10), at: settings())
        #expect(rows.rowCount == 10 && rows.isCut)
        #expect(try await texts("SELECT 1") == [["1"]])
    }

    @Test func bytesBeyondTheLimitAreAnError() async {
        let statement = PostgresStatement(
            sql: "SELECT repeat('x', 100000) FROM generate_series(1, 100000)", bytesMax: 1 << 20)
        do throws(PostgresError) {
            _ = try await client.rows(of: statement, at: settings())
            Issue.record("it was read")
        } catch {
            #expect(error == .answerTooLarge(limit: 1 << 20))
        }
    }

    @Test(arguments: ["COPY (SELECT 1) TO STDOUT", "COPY pg_class FROM STDIN"])
    func copyingIsNotOffered(_ sql: String) async {
        #expect(await failure(sql) != nil)
    }

    @Test func aBusyDatabaseHoldsNobodyElse() async throws {
        let other = try PostgresProcess()
        var few = settings()
        few.connectionsMax = 1
        let sleeping = Task { [client, few] in
            try await client.rows(of: PostgresStatement(sql: "SELECT pg_sleep(60)"), at: few)
        }
        // Waits behind the sleeper, while the other database answers.
        let waiting = Task { [client, few] in try await client.rows(of: PostgresStatement(sql: "SELECT 1"), at: few) }
        var elsewhere = settings()
        elsewhere.port = other.port
        #expect(try await texts("SELECT 2", elsewhere) == [["2"]])
        client.stop()
        for task in [sleeping, waiting] {
            let outcome = await task.result
            guard case .failure(let error) = outcome else {
                Issue.record("it was answered")
                continue
            }
            #expect(error as? PostgresError == .stopped)
        }
    }

    @Test func aNulByteIsRefusedBeforeAnythingIsSent() async {
        #expect(await failure("SELECT 1", settings(password: "a\0b")) == .nulByte)
        #expect(await failure("SELECT 1\0") == .nulByte)
    }
}
