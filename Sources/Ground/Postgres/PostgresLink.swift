internal import Bytes
internal import CPostgres
internal import Crypto
internal import Reactor

/// One connection of libpq, used by one thread. The wrapped calls and nothing else; `PostgresSession` knows their order.
@safe final class PostgresLink {
    /// What connecting waits for.
    enum Progress: Equatable {
        case wait(Readiness)
        case connected
        case failed
    }

    /// What stands next in the server's answer.
    enum Result {
        /// Nothing has come that is whole.
        case pending
        /// The command's answer is over.
        case none
        case row(PostgresAnswer)
        case done(PostgresAnswer)
        case copy
        case failed(severity: String, sqlState: String, message: String)
    }

    private let connection: OpaquePointer
    /// libpq reads them while it connects.
    private let files: [MemoryFile]

    /// Begins to connect; nothing has been sent when it returns.
    init(_ settings: PostgresSettings) throws(PostgresError) {
        let parameters = try LinkParameters(settings)
        files = parameters.files
        guard let connection = unsafe parameters.start() else { throw .connectFailed("out of memory") }
        unsafe self.connection = connection
        unsafe hg_pg_silence(connection)
        guard unsafe PQstatus(connection) != CONNECTION_BAD else { throw .connectFailed(message) }
        _ = unsafe PQsetnonblocking(connection, 1)
    }

    deinit { unsafe PQfinish(connection) }

    /// The socket, which may be another one after each step of connecting; nothing when there is none.
    var rawDescriptor: Int32? {
        let raw = unsafe PQsocket(connection)
        return raw >= 0 ? raw : nil
    }

    var isBroken: Bool { unsafe PQstatus(connection) == CONNECTION_BAD }

    /// As the server says: 150004 is 15.4.
    var serverVersion: Int32 { unsafe PQserverVersion(connection) }

    /// How far connecting has come.
    var phase: PostgresPhase {
        switch unsafe PQstatus(connection) {
        case CONNECTION_STARTED, CONNECTION_NEEDED, CONNECTION_BAD: .connect
        case CONNECTION_SSL_STARTUP: .tls
        default: .login
        }
    }

    /// libpq's last words on the connection, without the line break at their end.
    var message: String {
        guard let text = unsafe PQerrorMessage(connection) else { return "" }
        return unsafe String(cString: text).trimmingLineEnd
    }

    func connect() -> Progress {
        switch unsafe PQconnectPoll(connection) {
        case PGRES_POLLING_OK: .connected
        case PGRES_POLLING_READING: .wait(.readable)
        case PGRES_POLLING_WRITING: .wait(.writable)
        default: .failed
        }
    }

    /// Sends text that is ours; it may hold several commands.
    func sendOwn(_ sql: String) -> Bool { unsafe PQsendQuery(connection, sql) == 1 }

    /// Sends one statement of somebody else's, which must be one (the extended protocol takes no second), its rows to come one by one.
    func send(_ sql: String) -> Bool {
        unsafe PQsendQueryParams(connection, sql, 0, nil, nil, nil, nil, 0) == 1
            && PQsetSingleRowMode(connection) == 1
    }

    /// Whether all of it is with the kernel; nothing when the connection has ended.
    func flush() -> Bool? {
        switch unsafe PQflush(connection) {
        case 0: true
        case 1: false
        default: nil
        }
    }

    /// Takes in what has come; false when the connection has ended.
    func receive() -> Bool { unsafe PQconsumeInput(connection) == 1 }

    func next() -> Result {
        guard unsafe PQisBusy(connection) == 0 else { return .pending }
        guard let result = unsafe PQgetResult(connection) else { return .none }
        let answer = unsafe PostgresAnswer(adopting: result)
        switch unsafe PQresultStatus(result) {
        case PGRES_SINGLE_TUPLE: return .row(answer)
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return .done(answer)
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: return .copy
        default: return answer.failure
        }
    }
}

extension String {
    /// libpq ends its messages with a line break.
    fileprivate var trimmingLineEnd: String {
        var text = self[...]
        while let last = text.last, last.isNewline { text.removeLast() }
        return String(text)
    }
}
