internal import Bytes

/// Memory for requests on their way to lanes, used again and again: confidential pages cost system calls to come and to go. One for each
/// worker, touched by its thread only.
final class HTTP2Buffers {
    /// So many are kept, of at most so many bytes each.
    private static let keptMax = 64
    private static let bytesMax = 16 * 1024

    private final class Spare { var buffer = ByteBuffer(kind: .confidential) }

    private var spares: [Spare] = []

    /// Frames on their way to a socket.
    var frames = ByteBuffer(kind: .confidential)

    /// Gives an empty buffer memory, when there is some.
    func take(into buffer: inout ByteBuffer) {
        guard let spare = spares.popLast() else { return }
        swap(&buffer, &spare.buffer)
    }

    /// Takes the memory of a buffer whose bytes behind `count` nobody has written to.
    func giveBack(_ buffer: inout ByteBuffer) {
        guard spares.count < Self.keptMax, (1...Self.bytesMax).contains(buffer.capacity) else {
            return buffer.release()
        }
        buffer.wipe()
        let spare = Spare()
        swap(&buffer, &spare.buffer)
        spares.append(spare)
    }
}
