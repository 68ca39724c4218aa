// rooms: Bytes Crypto
import Bytes
import Crypto

/// Any bytes as what a server says to a hello, in two pieces: nothing traps, nothing is read as plaintext, nothing goes on for ever.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTLSSession(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let context = Fixture.context else { preconditionFailure("no context") }
    var session = TLSSession(context, host: "up.test", unixSeconds: 1_893_456_000)
    guard session.handshake() == .needsBytes else { preconditionFailure("no hello") }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for half in [bytes.prefix(count / 2), bytes.suffix(count - count / 2)] {
        var piece = ByteBuffer()
        piece.append(Array(half))
        session.feed(piece)
        precondition(session.handshake() != .done)
        _ = session.takeOutgoing()
    }
    return 0
}

private enum Fixture {
    static let context = try? TLSClientContext(TLSClientSettings())
}
