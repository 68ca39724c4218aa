internal import Crypto

/// A secret as the store keeps it: 1 version, 1 algorithm, 8 data key id (big endian), 12 nonce, ciphertext, 16 tag.
///
/// Any bytes can be carried here; whether they are a sealed value shows when they are opened.
public struct SealedValue: Sendable, Equatable {
    /// The largest secret: what a request's body may hold.
    public static let secretBytesMax = 2 * 1024 * 1024

    public let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }

    static let version: UInt8 = 1
    /// The only algorithm there is; what names another is refused before any key is touched.
    static let aes256GCM: UInt8 = 1

    /// The readable part.
    struct Header: Sendable, Equatable {
        static let count = 10

        let dataKeyID: Int64

        var bytes: [UInt8] {
            var header = FieldBytes()
            header.append(SealedValue.version)
            header.append(SealedValue.aes256GCM)
            header.append(dataKeyID)
            return header.bytes
        }
    }

    init(header: Header, nonce: [UInt8], sealed: [UInt8]) {
        bytes = header.bytes + nonce + sealed
    }

    func header() throws(SecretsError) -> Header {
        guard let first = bytes.first else { throw .truncated }
        guard first == Self.version else { throw .unknownVersion(first) }
        guard bytes.count >= Self.bodyOffset + AES256GCM.tagBytes else { throw .truncated }
        guard bytes[1] == Self.aes256GCM else { throw .unknownAlgorithm(bytes[1]) }
        guard bytes.count <= Self.bodyOffset + Self.secretBytesMax + AES256GCM.tagBytes else { throw .tooLarge }
        return Header(dataKeyID: bytes[2..<Header.count].reduce(0) { $0 << 8 | Int64($1) })
    }

    var nonce: [UInt8] { Array(bytes[Header.count..<Self.bodyOffset]) }

    /// Ciphertext and tag.
    var bodyRange: Range<Int> { Self.bodyOffset..<bytes.count }

    private static let bodyOffset = Header.count + AES256GCM.nonceBytes
}
