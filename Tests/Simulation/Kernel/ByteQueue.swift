/// Bytes in at the end, out at the front.
struct ByteQueue {
    private var bytes: [UInt8] = []
    private var start = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ added: some Sequence<UInt8>) { bytes.append(contentsOf: added) }

    /// The first `length` bytes, or all when there are fewer.
    mutating func take(_ length: Int) -> [UInt8] {
        let end = start + min(max(length, 0), count)
        let taken = Array(bytes[start..<end])
        start = end
        if start == bytes.count {
            removeAll()
        } else if start > 4_096, start > bytes.count / 2 {
            bytes.removeFirst(start)
            start = 0
        }
        return taken
    }

    /// The first `length` bytes, which stay.
    func first(_ length: Int) -> ArraySlice<UInt8> { bytes[start..<start + min(length, count)] }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        start = 0
    }
}
