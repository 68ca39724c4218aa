import COpenSSL

/// The client's end of a TLS connection, from OpenSSL as it is, over a socket with deadlines. It trusts everybody: tests of
/// certificates bring a real client. One thread uses it.
public final class TLSClient {
    public struct Options {
        /// ALPN, the most wanted first; none is sent when empty.
        public var protocols: [String] = []
        public var versionMin = TLS1_2_VERSION
        public var versionMax = TLS1_3_VERSION
        /// For TLS 1.2, as OpenSSL writes them.
        public var ciphers: String?

        public init(_ edit: (inout Options) -> Void = { _ in }) { edit(&self) }
    }

    /// A handshake's result that a later one may be shortened by.
    public final class Ticket {
        fileprivate let session: OpaquePointer
        fileprivate init(_ session: OpaquePointer) { self.session = session }
        deinit { SSL_SESSION_free(session) }
    }

    public let socket: TCPSocket
    private let context: OpaquePointer
    private let session: OpaquePointer
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer

    /// Connects and shakes hands; throws `.ended` when the server breaks off.
    public convenience init(
        connectingTo port: UInt16, _ options: Options = Options(), resuming ticket: Ticket? = nil,
        by deadline: Deadline = .generous
    ) throws {
        try self.init(over: try TCPSocket(connectingTo: port), options, resuming: ticket)
        try handshake(by: deadline)
    }

    /// Over a socket that stands; nothing is sent before `handshake`.
    public init(over socket: TCPSocket, _ options: Options = Options(), resuming ticket: Ticket? = nil) throws {
        guard let context = SSL_CTX_new(TLS_client_method()), let session = Self.makeSession(context, options),
            let incoming = BIO_new(BIO_s_mem()), let outgoing = BIO_new(BIO_s_mem())
        else { throw TestSupportError.unexpected("OpenSSL refuses the options") }
        (self.socket, self.context, self.session) = (socket, context, session)
        (self.incoming, self.outgoing) = (incoming, outgoing)
        SSL_set_bio(session, incoming, outgoing)
        SSL_set_connect_state(session)
        if let ticket { SSL_set_session(session, ticket.session) }
    }

    deinit {
        // An end without this spoils the ticket that was taken.
        SSL_set_shutdown(session, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
        SSL_free(session)
        SSL_CTX_free(context)
    }

    private static func makeSession(_ context: OpaquePointer, _ options: Options) -> OpaquePointer? {
        // Old versions and weak ciphers are for the server to refuse, not for this side.
        SSL_CTX_set_cipher_list(context, options.ciphers ?? "ALL:@SECLEVEL=0")
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(options.versionMin), nil)
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(options.versionMax), nil)
        let list = options.protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        if !list.isEmpty, SSL_CTX_set_alpn_protos(context, list, UInt32(list.count)) != 0 { return nil }
        return SSL_new(context)
    }

    // MARK: Facts

    public var agreedProtocol: String? {
        var (start, count): (UnsafePointer<UInt8>?, UInt32) = (nil, 0)
        SSL_get0_alpn_selected(session, &start, &count)
        return count == 0 ? nil : String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
    }

    public var version: String { String(cString: SSL_get_version(session)) }
    public var cipher: String { String(cString: SSL_CIPHER_get_name(SSL_get_current_cipher(session))) }
    public var isResumed: Bool { SSL_session_reused(session) == 1 }

    /// The common name of the certificate that the server showed.
    public var peerName: String {
        guard let certificate = SSL_get0_peer_certificate(session) else { return "" }
        var text = [CChar](repeating: 0, count: 256)
        let name = X509_get_subject_name(certificate)
        let count = X509_NAME_get_text_by_NID(name, NID_commonName, &text, Int32(text.count))
        return String(decoding: text.prefix(max(Int(count), 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Ask when something was read: with TLS 1.3 it comes behind the handshake.
    public var ticket: Ticket? {
        SSL_get1_session(session).flatMap { SSL_SESSION_is_resumable($0) == 1 ? Ticket($0) : nil }
    }

    // MARK: Steps

    public func handshake(by deadline: Deadline = .generous) throws {
        while true {
            let result = SSL_do_handshake(session)
            let error = SSL_get_error(session, result)
            ERR_clear_error()
            try sendOutgoing(by: deadline)
            if result == 1 { return }
            guard error == SSL_ERROR_WANT_READ, try receiveIncoming(by: deadline) == nil else {
                throw TestSupportError.ended(during: "the TLS handshake")
            }
        }
    }

    public func send(_ bytes: [UInt8], by deadline: Deadline = .generous) throws {
        guard !bytes.isEmpty else { return }
        guard SSL_write(session, bytes, Int32(bytes.count)) == Int32(bytes.count) else {
            ERR_clear_error()
            throw TestSupportError.system(call: "send", code: 0)
        }
        try sendOutgoing(by: deadline)
    }

    /// The next bytes, up to 64 KiB. An end that the server did not announce (close_notify) is a reset.
    public func receive(by deadline: Deadline = .generous) throws -> TCPSocket.Received {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = SSL_read(session, &bytes, Int32(bytes.count))
            if count > 0 { return .bytes(Array(bytes.prefix(Int(count)))) }
            let error = SSL_get_error(session, count)
            ERR_clear_error()
            if error == SSL_ERROR_ZERO_RETURN { return .end }
            guard error == SSL_ERROR_WANT_READ, try receiveIncoming(by: deadline) == nil else { return .reset }
        }
    }

    /// Draws new keys and asks the server for the same (TLS 1.3).
    public func updateKeys(by deadline: Deadline = .generous) throws {
        SSL_key_update(session, SSL_KEY_UPDATE_REQUESTED)
        SSL_do_handshake(session)
        ERR_clear_error()
        try sendOutgoing(by: deadline)
    }

    /// Asks for another handshake over the connection (TLS 1.2).
    public func renegotiate(by deadline: Deadline = .generous) throws {
        SSL_renegotiate(session)
        SSL_do_handshake(session)
        ERR_clear_error()
        try sendOutgoing(by: deadline)
    }

    /// close_notify: this side sends no more.
    public func close(by deadline: Deadline = .generous) throws {
        SSL_shutdown(session)
        ERR_clear_error()
        try sendOutgoing(by: deadline)
    }

    // MARK: Ciphertext

    private func sendOutgoing(by deadline: Deadline) throws {
        var bytes = [UInt8](repeating: 0, count: hg_bio_pending(outgoing))
        guard !bytes.isEmpty else { return }
        let count = BIO_read(outgoing, &bytes, Int32(bytes.count))
        try socket.send(Array(bytes.prefix(max(Int(count), 0))), by: deadline)
    }

    /// nil when bytes came, else how the stream ended.
    private func receiveIncoming(by deadline: Deadline) throws -> TCPSocket.Received? {
        let received = try socket.receive(by: deadline)
        guard case .bytes(let bytes) = received else { return received }
        BIO_write(incoming, bytes, Int32(bytes.count))
        return nil
    }
}
