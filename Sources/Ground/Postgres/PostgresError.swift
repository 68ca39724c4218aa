/// Why a statement has no rows. Texts are the server's or libpq's own; they name no password.
public enum PostgresError: Error, Sendable, Equatable {
    /// A setting or the statement holds a NUL byte, which ends a text for libpq.
    case nulByte
    /// The server could not be reached, or does not let this user in; libpq's text says which.
    case connectFailed(String)
    case connectTimeout
    /// The server refused or broke off the statement. `severity` is `ERROR` or `FATAL`.
    case failed(severity: String, sqlState: String, message: String)
    /// The connection ended in the middle.
    case connectionLost(String)
    /// The statement took longer than it may, its wait for a connection included.
    case timeout
    /// Its task was cancelled: nobody wants the rows any longer.
    case withdrawn
    /// The answer is larger than may be read (bytes).
    case answerTooLarge(limit: Int)
    /// The statement copies from or to the caller, which is not offered.
    case copyRefused
    /// Too many statements wait already.
    case busy
    /// The client has been stopped.
    case stopped
}
