internal import Bytes
internal import COpenSSL

/// What an OpenSSL session reads from and writes to in place of a socket: ciphertext that came, ciphertext to be sent. Writing
/// never blocks; whoever steps the session takes what there is after each step, which bounds it.
struct TLSWire: ~Copyable {
    var incoming = ByteBuffer()
    private var incomingStart = 0
    var outgoing = ByteBuffer()

    var unreadBytes: Int { incoming.count - incomingStart }

    mutating func feed(_ bytes: consuming ByteBuffer) {
        if unreadBytes == 0 {
            incoming = bytes
        } else {
            incoming.removeFirst(incomingStart)
            incoming.append(bytes)
        }
        incomingStart = 0
    }

    /// So many bytes of plaintext are about to be written: room for their records, of 16 KiB at most with 40 bytes around each.
    mutating func expect(_ plaintext: Int) {
        outgoing.reserve(outgoing.count + plaintext + (plaintext / 16_384 + 1) * 40)
    }

    /// Copies what there is, at most `room`; the memory goes when all is read.
    fileprivate mutating func read(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(unreadBytes, room.count)
        guard count > 0 else { return 0 }
        let end = incomingStart + count
        unsafe incoming.span.extracting(incomingStart..<end).withUnsafeBytes { unsafe room.copyMemory(from: $0) }
        incomingStart = end
        if unreadBytes == 0 {
            incoming.release()
            incomingStart = 0
        }
        return count
    }
}

extension TLSWire {
    /// A BIO over `wire`, which outlives it. OpenSSL owns the BIO once it is in a session.
    static func makeBIO(over wire: UnsafeMutablePointer<TLSWire>) -> OpaquePointer {
        guard let bio = unsafe BIO_new(method) else { preconditionFailure("out of memory") }
        unsafe BIO_set_data(bio, wire)
        unsafe BIO_set_init(bio, 1)
        return unsafe bio
    }

    nonisolated(unsafe) private static let method: OpaquePointer = {
        guard let method = unsafe BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire") else {
            preconditionFailure("out of memory")
        }
        unsafe BIO_meth_set_read(method) { bio, bytes, count in
            guard let wire = unsafe TLSWire.wire(of: bio), let bytes = unsafe bytes, count > 0 else { return -1 }
            unsafe BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
            let taken = unsafe wire.pointee.read(UnsafeMutableRawBufferPointer(start: bytes, count: Int(count)))
            if taken > 0 { return Int32(taken) }
            unsafe BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
            return -1
        }
        unsafe BIO_meth_set_write(method) { bio, bytes, count in
            guard let wire = unsafe TLSWire.wire(of: bio), let bytes = unsafe bytes, count > 0 else { return -1 }
            unsafe BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
            let start = unsafe UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self)
            unsafe wire.pointee.outgoing.append(Span(_unsafeStart: start, count: Int(count)))
            return count
        }
        // Flushing is done by whoever takes `outgoing`; nothing else is supported.
        unsafe BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return unsafe method
    }()

    private static func wire(of bio: OpaquePointer?) -> UnsafeMutablePointer<TLSWire>? {
        unsafe BIO_get_data(bio)?.assumingMemoryBound(to: TLSWire.self)
    }
}
