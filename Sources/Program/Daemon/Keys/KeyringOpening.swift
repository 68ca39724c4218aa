internal import Access
internal import Secrets
internal import Store

/// From the key file and the stored data keys to a keyring.
struct KeyringOpening {
    struct Opened {
        let keyring: Keyring
        let keyID: String
        /// The key file was made just now.
        let isNew: Bool
    }

    let store: any StoreEngine
    /// As configured; nothing means the one in the data directory.
    let path: String?
    let dataDirectory: String

    private var file: KeyFile { KeyFile(path: path ?? "\(dataDirectory)/headgate.key") }

    /// What a server does. A new key and a first data key are made where nothing was sealed yet; a key that was configured is
    /// never made.
    func openOrMake() async throws(DaemonError) -> Opened {
        let isSealed = try await !dataKeys().isEmpty
        let (key, isNew) = path == nil ? try file.loadOrMake(isDatabaseSealed: isSealed) : (try file.load(), false)
        let records: [DataKeyRecord]
        do {
            records = try await store.ensureDataKey(Keyring.makeDataKey(id: 1, wrappedBy: key))
        } catch { throw .store(error) }
        return Opened(keyring: try keyring(records, key), keyID: key.id, isNew: isNew)
    }

    /// What `check` does: nothing is made. A database without data keys has nothing to open, and any key does.
    func open() async throws(DaemonError) -> Opened {
        let records = try await dataKeys()
        let key = try file.load()
        return Opened(keyring: try keyring(records, key), keyID: key.id, isNew: false)
    }

    private func dataKeys() async throws(DaemonError) -> [DataKeyRecord] {
        do { return try await store.dataKeys() } catch { throw .store(error) }
    }

    private func keyring(_ records: [DataKeyRecord], _ key: KeyEncryptionKey) throws(DaemonError) -> Keyring {
        do throws(SecretsError) {
            return try Keyring(unwrapping: records, with: key)
        } catch {
            throw .secrets(error)
        }
    }
}
