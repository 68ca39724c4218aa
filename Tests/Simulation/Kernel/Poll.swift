/// The event bits of epoll.
enum Poll {
    static let readable: UInt32 = 0x001
    static let writable: UInt32 = 0x004
    static let error: UInt32 = 0x008
    static let hungUp: UInt32 = 0x010
    static let peerEnded: UInt32 = 0x2000
    static let edge: UInt32 = 1 << 31
}
