internal import Bytes
internal import HTTP

/// Memory that is needed for one request or answer at a time, used again and again (decision 0028): confidential pages cost system calls to
/// come and to go, and what each connection had for itself no cache would hold. One for each worker, touched by its thread only.
final class HTTP2Buffers {
    /// So many bytes are kept: a thousand buffers, as heads are.
    private static let keptBytesMax = 4 << 20
    /// Of one buffer.
    private static let bytesMax = 16 * 1024

    private final class Spare { var buffer = ByteBuffer(kind: .confidential) }

    private var spares: [Spare] = []
    private var keptBytes = 0
    /// Without memory, for what is given back.
    private var blanks: [Spare] = []

    private var requestHead: IncomingHead?

    /// Frames on their way to a socket.
    var frames = ByteBuffer(kind: .confidential)
    /// Payload of an answer that goes out at once.
    var payload = ByteBuffer()
    /// The head of an answer while it is taken apart.
    var answerHead = ResponseHead()

    /// Gives an empty buffer memory, when there is some.
    func take(into buffer: inout ByteBuffer) {
        guard let spare = spares.popLast() else { return }
        swap(&buffer, &spare.buffer)
        keptBytes -= buffer.capacity
        blanks.append(spare)
    }

    /// One that was given back, for the next request.
    func takeHead() -> IncomingHead? { requestHead.take() }

    /// Takes a head that has been read. One is kept: only those that come in several reads are under way beside others.
    func giveBack(_ request: IncomingHead) {
        request.head.removeAll()
        requestHead = request
    }

    /// Takes the memory of a buffer whose bytes behind `count` nobody has written to.
    func giveBack(_ buffer: inout ByteBuffer) {
        let capacity = buffer.capacity
        guard (1...Self.bytesMax).contains(capacity), keptBytes + capacity <= Self.keptBytesMax else {
            return buffer.release()
        }
        keptBytes += capacity
        buffer.wipe()
        let spare = blanks.popLast() ?? Spare()
        swap(&buffer, &spare.buffer)
        spares.append(spare)
    }
}
