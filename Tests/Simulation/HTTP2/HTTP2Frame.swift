/// A frame of HTTP/2 (RFC 9113 4.1), right or wrong.
struct HTTP2Frame {
    enum Kind {
        static let data: UInt8 = 0
        static let headers: UInt8 = 1
        static let priority: UInt8 = 2
        static let reset: UInt8 = 3
        static let settings: UInt8 = 4
        static let ping: UInt8 = 6
        static let goAway: UInt8 = 7
        static let window: UInt8 = 8
        static let continuation: UInt8 = 9
    }

    var type: UInt8
    var flags: UInt8 = 0
    var stream: UInt32 = 0
    var payload: [UInt8] = []

    init(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) {
        (self.type, self.flags, self.stream, self.payload) = (type, flags, stream, payload)
    }

    var endsStream: Bool { flags & 1 != 0 }
    var isAcknowledgement: Bool { flags & 1 != 0 }

    /// A number of 32 bits in the payload.
    func word(at index: Int) -> UInt32 { payload.dropFirst(index).prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }

    var bytes: [UInt8] {
        let count = UInt32(payload.count)
        return Array(Self.word(count).dropFirst()) + [type, flags] + Self.word(stream) + payload
    }

    static func word(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    static func setting(_ id: UInt8, _ value: UInt32) -> [UInt8] { [0, id] + word(value) }
}
