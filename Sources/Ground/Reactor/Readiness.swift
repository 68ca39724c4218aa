/// What the kernel says of a descriptor.
public struct Readiness: OptionSet, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let readable = Readiness(rawValue: 0x001)
    public static let writable = Readiness(rawValue: 0x004)
    public static let failed = Readiness(rawValue: 0x008)
    /// Both directions are over.
    public static let hungUp = Readiness(rawValue: 0x010)
    /// The peer will send no more.
    public static let peerEnded = Readiness(rawValue: 0x2000)
    static let edgeTriggered = Readiness(rawValue: 1 << 31)
}
