internal import COpenSSL

/// What a finished handshake leaves for a shorter one with the same server under the same settings. It stands for the
/// verification that it shortens, so it must not leave the pool of connections it came from.
@safe public final class TLSTicket: @unchecked Sendable {
    // Sendable without a guard: OpenSSL counts references atomically and copies a session before it changes one in use.
    let session: OpaquePointer

    /// Takes over a reference.
    init(adopting session: OpaquePointer) { unsafe self.session = session }

    deinit { unsafe SSL_SESSION_free(session) }
}
