internal import Reactor

/// The pipes of one worker. An empty one is kept for the next long answer.
struct PipePool: ~Copyable {
    private var pipes: Slab<Pipe>
    private var idle: [Int] = []
    private let bytes: Int
    private var limit: Int

    /// A smaller one moves too little at a time: Linux gives 8 KiB once a user has 64 MiB of pipes (`pipe-user-pages-soft`).
    private static let bytesMin = 64 << 10

    /// With a `limit` of 0 there is never one.
    init(bytes: Int, limit: Int) {
        self.bytes = bytes
        self.limit = limit
        pipes = Slab(limit: max(limit, 1))
    }

    subscript(slot: Int) -> Pipe {
        _read { yield pipes[slot] }
        _modify { yield &pipes[slot] }
    }

    /// A pipe that holds nothing; none when there are enough, or the system gives no more: then the answer is copied.
    mutating func take(kernel: Kernel) -> Int? {
        if let slot = idle.popLast() { return slot }
        guard pipes.count < limit, let pipe = try? Pipe(bytes: bytes, kernel: kernel) else { return nil }
        guard pipe.capacity >= min(bytes, Self.bytesMin) else {
            limit = pipes.count
            return nil
        }
        return pipes.insert(pipe)
    }

    /// A pipe that still holds something is closed: it would give it to somebody else.
    mutating func giveBack(_ slot: Int) {
        if pipes[slot].fill == 0 {
            idle.append(slot)
        } else {
            pipes.discard(slot)
        }
    }

    var count: Int { pipes.count }
}
