import Bytes
import COpenSSL

@testable import Crypto

/// The other side of a `TLSSession`, from OpenSSL as it is: a server over two memory BIOs.
final class TLSServer {
    private let context: OpaquePointer
    private var session: OpaquePointer?
    private var incoming: OpaquePointer?
    private var outgoing: OpaquePointer?

    /// `clients`: the authority that a client's certificate must be from.
    init(_ identity: TLSIdentity, clients: TLSIdentity? = nil, versionMax: Int32 = TLS1_3_VERSION, weak: Bool = false) {
        context = SSL_CTX_new(TLS_server_method())
        if weak {
            SSL_CTX_set_cipher_list(context, "DEFAULT@SECLEVEL=0")
            SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_VERSION), nil)
        }
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(versionMax), nil)
        SSL_CTX_use_certificate(context, identity.certificate)
        SSL_CTX_use_PrivateKey(context, identity.key)
        SSL_CTX_set_session_id_context(context, [1], 1)
        if let clients {
            X509_STORE_add_cert(SSL_CTX_get_cert_store(context), clients.certificate)
            SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        }
        accept()
    }

    deinit {
        SSL_free(session)
        SSL_CTX_free(context)
    }

    /// A new connection under the same settings and ticket keys.
    func accept() {
        SSL_free(session)
        session = SSL_new(context)
        (incoming, outgoing) = (BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()))
        SSL_set_bio(session, incoming, outgoing)
        SSL_set_accept_state(session)
    }

    var isOpen: Bool { SSL_is_init_finished(session) == 1 }
    var name: String? { SSL_get_servername(session, TLSEXT_NAMETYPE_host_name).map { String(cString: $0) } }
    var hasPeerCertificate: Bool { SSL_get0_peer_certificate(session) != nil }

    var protocolName: String {
        var (start, count): (UnsafePointer<UInt8>?, UInt32) = (nil, 0)
        SSL_get0_alpn_selected(session, &start, &count)
        return String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
    }

    func put(_ bytes: [UInt8]) { BIO_write(incoming, bytes, Int32(bytes.count)) }

    func step() {
        if !isOpen { SSL_do_handshake(session) }
        ERR_clear_error()
    }

    func takeOutgoing() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: hg_bio_pending(outgoing))
        let count = BIO_read(outgoing, &bytes, Int32(bytes.count))
        return Array(bytes.prefix(max(Int(count), 0)))
    }

    func read() -> [UInt8] {
        var all: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = SSL_read(session, &bytes, Int32(bytes.count))
            guard count > 0 else { break }
            all += bytes.prefix(Int(count))
        }
        ERR_clear_error()
        return all
    }

    func write(_ bytes: [UInt8]) { SSL_write(session, bytes, Int32(bytes.count)) }

    func updateKey() {
        SSL_key_update(session, SSL_KEY_UPDATE_REQUESTED)
        SSL_do_handshake(session)
    }

    func close() { SSL_shutdown(session) }
}
