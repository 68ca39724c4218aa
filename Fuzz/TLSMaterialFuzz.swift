// rooms: Bytes Crypto
import Bytes
import Crypto

/// Any bytes as each of the texts that a data source's TLS settings may hold: a context or a refusal, and nothing asks a terminal.
/// The first byte says which text they are; a zero byte cuts certificate and key apart.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTLSMaterial(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let kind = bytes.first else { return 0 }
    let rest = bytes.dropFirst()
    var settings = TLSClientSettings()
    switch kind % 3 {
    case 0: settings.authorities = SecretBytes(copying: Array(rest).span)
    case 1:
        let cut = rest.firstIndex(of: 0) ?? rest.endIndex
        settings.clientCertificate = SecretBytes(copying: Array(rest[..<cut]).span)
        settings.clientKey = SecretBytes(copying: Array(rest[cut...].dropFirst()).span)
    default: settings.serverName = String(decoding: rest, as: UTF8.self)
    }
    guard let context = try? TLSClientContext(settings) else { return 0 }
    var session = TLSSession(context, host: "up.test", unixSeconds: 1_893_456_000)
    _ = session.handshake()
    _ = session.takeOutgoing()
    return 0
}
