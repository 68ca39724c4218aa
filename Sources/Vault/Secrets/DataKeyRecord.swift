/// A data key as the store keeps it: wrapped, so that its bytes are worth nothing without the key-encryption key.
public struct DataKeyRecord: Sendable, Equatable {
    public let id: Int64
    /// 1 version, 1 algorithm, 12 nonce, 32 sealed key, 16 tag.
    public let wrapped: [UInt8]
    /// `KeyEncryptionKey.id` of the key that wrapped it.
    public let keyEncryptionKeyID: String
    /// New values are sealed under it; exactly one record of a store is.
    public let isActive: Bool

    public init(id: Int64, wrapped: [UInt8], keyEncryptionKeyID: String, isActive: Bool) {
        self.id = id
        self.wrapped = wrapped
        self.keyEncryptionKeyID = keyEncryptionKeyID
        self.isActive = isActive
    }
}
