/// Cuts the bytes of a connection into frames.
struct HTTP2FrameReader {
    private var queue = ByteQueue()

    mutating func feed(_ bytes: [UInt8]) { queue.append(bytes) }

    mutating func next() -> HTTP2Frame? {
        guard queue.count >= 9 else { return nil }
        let head = Array(queue.first(9))
        let length = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
        guard queue.count >= 9 + length else { return nil }
        _ = queue.take(9)
        let stream = head[5...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        return HTTP2Frame(head[3], flags: head[4], stream: stream, queue.take(length))
    }
}
