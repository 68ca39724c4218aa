internal import Catalog
internal import Crypto
internal import JSON
public import Postgres
internal import Reactor
internal import Upstream

/// PostgreSQL, through libpq: it connects to the address that `Upstream` resolved and allowed.
public struct PostgresLanguage: SourceLanguage {
    private static let documentation = "https://grafana.com/docs/grafana/latest/datasources/postgres"
    /// Milliseconds of a health check's statement, the making of its connection included.
    private static let healthMilliseconds: UInt64 = 15_000

    private let client: PostgresClient
    private let door: any DatabaseDoor

    public init(client: PostgresClient, door: any DatabaseDoor) {
        self.client = client
        self.door = door
    }

    // MARK: Health

    public func health(of source: AskedSource) async -> HealthReport? {
        do throws(PostgresFailure) {
            let settings = try await settings(of: source)
            try await probe(source, settings)
            return DatabaseHealth.connected
        } catch {
            return report(error, for: source)
        }
    }

    private func probe(_ source: AskedSource, _ settings: PostgresSettings) async throws(PostgresFailure) {
        var statement = try statement("SELECT 1", for: source)
        statement.milliseconds = min(statement.milliseconds, Self.healthMilliseconds)
        let times = PostgresTrace()
        do throws(PostgresFailure) {
            _ = try await run(statement, at: settings, tracing: source.trace.map { _ in times })
            source.trace?.note(TracedCall(statement.sql, times))
        } catch {
            source.trace?.note(TracedCall(statement.sql, times, hasFailed: true))
            throw error
        }
    }

    private func report(_ failure: PostgresFailure, for source: AskedSource) -> HealthReport {
        switch failure {
        case .unusable(let text):
            DatabaseHealth.failed(text, text, documentation: Self.documentation, for: source.identity)
        case .upstream(let error):
            DatabaseHealth.network(
                "\(error.phase.rawValue) failed", documentation: Self.documentation, for: source.identity)
        case .postgres(.connectFailed(let text)) where text.contains("FATAL:"):
            DatabaseHealth.failed(
                "Database error: Failed to connect to the postgres server. \(text.firstLine)", text,
                documentation: Self.documentation, for: source.identity)
        case .postgres(let error):
            DatabaseHealth.network(
                PostgresFailure.text(of: error).firstLine, documentation: Self.documentation, for: source.identity)
        case .asking(let failure):
            DatabaseHealth.network(failure.description, documentation: Self.documentation, for: source.identity)
        }
    }

    // MARK: Queries

    public func query(_ queries: [NativeQuery], of source: AskedSource) async -> [String: QueryResult]? {
        let settings: Result<PostgresSettings, PostgresFailure>
        do throws(PostgresFailure) { settings = .success(try await self.settings(of: source)) } catch {
            settings = .failure(error)
        }
        return await source.sideBySide(queries) { await answer($0, settings, source) }
    }

    /// Nothing for a query without a text.
    private func answer(
        _ query: NativeQuery, _ settings: Result<PostgresSettings, PostgresFailure>, _ source: AskedSource
    ) async -> QueryResult? {
        var executed = query.text("rawSql")
        guard !executed.isEmpty else { return nil }
        do throws(QueryError) {
            let sql = try SQLQuery(query)
            var macros = PostgresMacros(
                query, hasTimescaleDB: source.setting("timescaledb")?.boolValue ?? false, fill: sql.fill)
            executed = macros.replacingGlobals(in: sql.text)
            do throws(MacroError) { executed = try macros.replacingCalls(in: executed) } catch {
                throw QueryError("interpolation failed: \(error)", blame: .plugin)
            }
            let frames = SQLFrames(query: sql, range: query.range, fill: macros.fill)
            let rows = try await rows(of: executed, source, settings)
            return await source.computing { [executed] in Self.result(of: rows, frames, executed) }
        } catch {
            return Self.failed(error, executed)
        }
    }

    private func rows(
        of sql: String, _ source: AskedSource, _ settings: Result<PostgresSettings, PostgresFailure>
    ) async throws(QueryError) -> PostgresRows {
        do throws(PostgresFailure) {
            let settings = try settings.get()
            return try await run(try statement(sql, for: source), at: settings)
        } catch {
            throw error.queryError
        }
    }

    private static func result(of rows: PostgresRows, _ frames: SQLFrames, _ executed: String) -> QueryResult {
        do throws(QueryError) {
            var frame = try frames.frame(from: try PostgresFrames.frame(rows))
            var meta = frame.meta ?? FrameMeta()
            meta.executedQueryString = executed
            if rows.isCut {
                meta.notices.append(
                    FrameNotice(
                        .warning, "Results have been limited to \(rows.rowCount) because the SQL row limit was reached")
                )
            }
            frame.meta = meta
            return QueryResult(frames: [frame])
        } catch {
            return failed(error, executed)
        }
    }

    /// What was asked is told with every error.
    private static func failed(_ error: QueryError, _ executed: String) -> QueryResult {
        .failed(error, frames: [DataFrame(meta: FrameMeta(executedQueryString: executed))])
    }

    // MARK: Connections

    private func statement(_ sql: String, for source: AskedSource) throws(PostgresFailure) -> PostgresStatement {
        do throws(SourceFailure) {
            return PostgresStatement(
                sql: sql, bytesMax: door.answerBytesMax, milliseconds: try source.statementMilliseconds())
        } catch {
            throw .asking(error)
        }
    }

    private func run(
        _ statement: PostgresStatement, at settings: PostgresSettings, tracing trace: PostgresTrace? = nil
    ) async throws(PostgresFailure) -> PostgresRows {
        do throws(PostgresError) {
            return try await client.rows(of: statement, at: settings, tracing: trace)
        } catch {
            throw PostgresFailure(error)
        }
    }

    private func settings(of source: AskedSource) async throws(PostgresFailure) -> PostgresSettings {
        let plan = try PostgresPlan(source.route)
        do throws(UpstreamError) {
            let addresses = try await door.addresses(
                of: plan.address.host, port: plan.address.port, within: source.remainingMilliseconds,
                tracing: source.trace)
            return plan.settings(at: addresses)
        } catch {
            throw source.remainingMilliseconds == 0 ? .asking(.outOfTime) : .upstream(error)
        }
    }
}

extension TracedCall {
    /// A statement with the connection that was made for it.
    fileprivate init(_ what: String, _ trace: PostgresTrace, hasFailed: Bool = false) {
        let phases = trace.phases.map { (phase: Phase($0.phase), microseconds: $0.microseconds) }
        self.init(what, phases, failed: hasFailed ? phases.last?.phase ?? .connect : nil)
    }
}

extension TracedCall.Phase {
    fileprivate init(_ phase: PostgresPhase) {
        self =
            switch phase {
            case .connect: .connect
            case .tls: .tls
            case .login: .request
            case .statement: .answer
            }
    }
}

extension String {
    fileprivate var firstLine: String { String(prefix { !$0.isNewline }) }
}
