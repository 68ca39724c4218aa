internal import Bytes
internal import Crypto
internal import Reactor
internal import Secrets

/// The file of the key-encryption key: base64 of 32 random bytes, one newline at its end trimmed, mode 0600 or 0640.
struct KeyFile {
    /// Base64 of 32 bytes is 44; what is far longer is the wrong file.
    private static let bytesMax = 4_096

    let path: String

    /// Reads the key that somebody put there.
    func load() throws(DaemonError) -> KeyEncryptionKey {
        guard try exists() else { throw failure(.missing) }
        var text = ByteBuffer(kind: .confidential)
        let status: FileStatus
        do throws(SystemError) {
            status = try PrivateFile.read(path, bytesMax: Self.bytesMax, into: &text)
        } catch {
            throw failure(.unreadable(error))
        }
        guard status.kind == .file else { throw failure(.notARegularFile) }
        guard status.isPrivate else { throw failure(.openToOthers(mode: status.modeText)) }
        do throws(SecretsError) {
            return try KeyEncryptionKey(base64: text.span)
        } catch {
            throw failure(.text(error))
        }
    }

    /// The same, or a new key when there is no file and nothing was sealed yet.
    func loadOrMake(isDatabaseSealed: Bool) throws(DaemonError) -> (key: KeyEncryptionKey, isNew: Bool) {
        if try exists() { return (try load(), false) }
        guard !isDatabaseSealed else { throw failure(.missingForDatabase) }
        let (key, text) = KeyEncryptionKey.make()
        return try make(text) ? (key, true) : (try load(), false)
    }

    private func exists() throws(DaemonError) -> Bool {
        do throws(SystemError) {
            return try FileStatus.of(path) != nil
        } catch {
            throw failure(.unreadable(error))
        }
    }

    /// False when somebody else has made one meanwhile.
    private func make(_ text: SecretBytes) throws(DaemonError) -> Bool {
        do throws(SystemError) {
            return try text.withSpan { (bytes) throws(SystemError) in
                try PrivateFile.create(path, content: bytes, draftSuffix: ".\(SecureRandom.uint64())")
            }
        } catch {
            throw failure(.notCreated(error))
        }
    }

    private func failure(_ problem: KeyFileProblem) -> DaemonError { .keyFile(path: path, problem) }
}
