internal import Bytes
internal import Crypto
internal import Reactor

/// The two files of the certificate that callers are shown.
public struct TLSFiles: Sendable, Equatable {
    /// A chain of some ten certificates has 20 KiB.
    private static let bytesMax = 256 * 1024

    public let certificate: String
    public let key: String

    /// Reads both and makes a context of them. Throws what is wrong with which of the two.
    func load() throws(TLSFilesError) -> TLSServerContext {
        let pair = (try Self.read(.tlsCert, certificate), try Self.read(.tlsKey, key))
        do throws(TLSMaterialError) {
            return try TLSServerContext(certificate: pair.0, key: pair.1, offersHTTP2: true)
        } catch {
            throw problem(error)
        }
    }

    private static func read(_ option: Option, _ path: String) throws(TLSFilesError) -> SecretBytes {
        var text = ByteBuffer(kind: .confidential)
        let status: FileStatus
        do throws(SystemError) {
            status = try PrivateFile.read(path, bytesMax: bytesMax, into: &text)
        } catch {
            throw TLSFilesError(option, "names \(path), which cannot be read: \(error)")
        }
        guard status.kind != .directory else { throw TLSFilesError(option, "names \(path), which is a directory") }
        guard text.count <= bytesMax else {
            throw TLSFilesError(option, "names \(path), which is longer than \(bytesMax) bytes")
        }
        return SecretBytes(copying: text.span)
    }

    private func problem(_ error: TLSMaterialError) -> TLSFilesError {
        switch error {
        case .authorities, .certificate, .halfOfAPair:
            TLSFilesError(.tlsCert, "names \(certificate), which does not hold a certificate that can be used")
        case .key:
            TLSFilesError(.tlsKey, "names \(key), which does not hold a private key without a passphrase")
        case .keyOfAnother:
            TLSFilesError(.tlsKey, "names \(key), whose key does not belong to the certificate in \(certificate)")
        }
    }
}
