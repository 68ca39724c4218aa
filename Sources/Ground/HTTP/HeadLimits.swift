/// How much of a head is taken. All bounds are inclusive.
public struct HeadLimits: Sendable {
    /// Bytes of the whole head, its last empty line included.
    public var headBytesMax = 32 * 1024
    /// Field lines.
    public var fieldsMax = 100
    /// Bytes of a request target.
    public var targetBytesMax = 16 * 1024

    public init() {}

    public init(headBytesMax: Int, fieldsMax: Int, targetBytesMax: Int) {
        self.headBytesMax = headBytesMax
        self.fieldsMax = fieldsMax
        self.targetBytesMax = targetBytesMax
    }

    /// Bytes of a method. The longest registered one has 17.
    static let methodBytesMax = 32
    /// Bytes of a Host value: a name of 253, a colon and a port.
    static let hostBytesMax = 259
}
