/// Where a secret belongs. A value that was sealed for one context opens in no other.
public struct SealContext: Sendable, Equatable {
    public let orgID: Int64
    public let sourceUID: String
    /// The key in `secureJsonData`.
    public let field: String

    public init(orgID: Int64, sourceUID: String, field: String) {
        self.orgID = orgID
        self.sourceUID = sourceUID
        self.field = field
    }

    /// What is authenticated beside the ciphertext: the value's header and this context.
    func associated(header: SealedValue.Header) -> [UInt8] {
        var bytes = FieldBytes(purpose: "headgate secret")
        bytes.append(header.bytes)
        bytes.append(orgID)
        bytes.append(sourceUID)
        bytes.append(field)
        return bytes.bytes
    }
}
