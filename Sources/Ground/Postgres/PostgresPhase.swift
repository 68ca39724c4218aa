/// What a statement waits for.
public enum PostgresPhase: Sendable {
    case connect, tls, login
    /// Its transaction, itself, its rows.
    case statement
}
