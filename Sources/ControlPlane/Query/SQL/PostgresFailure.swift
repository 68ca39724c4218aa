internal import Postgres
internal import Upstream

/// Why a PostgreSQL source could not be asked.
enum PostgresFailure: Error {
    /// The source's settings cannot be used; the text is for people.
    case unusable(String)
    /// Its address could not be found, or must not be dialled.
    case upstream(UpstreamError)
    case postgres(PostgresError)
    /// As for sources of any type: the request's time is over, or nobody waits for its answer.
    case asking(SourceFailure)

    init(_ error: PostgresError) {
        self =
            switch error {
            case .timeout: .asking(.outOfTime)
            case .withdrawn: .asking(.withdrawn)
            case .nulByte, .connectFailed, .connectTimeout, .failed, .connectionLost, .answerTooLarge, .copyRefused,
                .busy, .stopped:
                .postgres(error)
            }
    }

    /// What a query's result says. Where the server is stays out of it.
    var queryError: QueryError {
        switch self {
        case .unusable(let text): QueryError("db query error: \(text)")
        case .upstream: QueryError("db query error: failed to connect to server - check the data source's health")
        case .postgres(let error): QueryError("db query error: \(Self.text(of: error, toCaller: true))")
        case .asking(let failure): QueryError(failure)
        }
    }

    static func text(of error: PostgresError, toCaller: Bool = false) -> String {
        switch error {
        case .connectFailed, .connectionLost:
            guard !toCaller, case .connectFailed(let text) = error else {
                return "failed to connect to server - check the data source's health"
            }
            return text
        case .failed(let severity, let sqlState, let message): return "\(severity): \(message) (SQLSTATE \(sqlState))"
        case .nulByte: return "a text with a NUL byte cannot be sent"
        case .connectTimeout: return "the server did not let us in in time"
        case .timeout: return SourceFailure.outOfTime.description
        case .withdrawn: return SourceFailure.withdrawn.description
        case .answerTooLarge(let limit): return "the answer is larger than \(limit) bytes"
        case .copyRefused: return "copying from or to the server is not offered"
        case .busy: return "too many statements wait for this server"
        case .stopped: return "the server is stopping"
        }
    }
}
