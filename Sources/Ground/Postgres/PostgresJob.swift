internal import Crypto

/// A statement with whoever waits for it.
struct PostgresJob: Sendable {
    let settings: PostgresSettings
    let poolKey: Digest256
    let statement: PostgresStatement
    /// Milliseconds of the monotonic clock; it is over then, whatever it waits for.
    let deadline: UInt64
    let trace: PostgresTrace?
    let ticket: PostgresTicket
    let continuation: CheckedContinuation<Result<PostgresRows, PostgresError>, Never>

    func finish(_ outcome: Result<PostgresRows, PostgresError>) { continuation.resume(returning: outcome) }
}
