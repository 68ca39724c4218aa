/// Where a handshake stands. Take what is to be sent after each step, whatever it says.
public enum TLSHandshake: Sendable, Equatable {
    /// Nothing goes on before the peer's next bytes.
    case needsBytes
    case done
    case failed(TLSFailure)
}
