/// A pipe: what was spliced in and not yet out.
final class PipeBuffer {
    var bytes = ByteQueue()
    let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    var room: Int { capacity - bytes.count }
}
