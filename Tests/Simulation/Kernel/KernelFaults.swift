/// What goes wrong in the fake kernel and its network, and how often: chances in a thousand, per call unless said
/// otherwise.
public struct KernelFaults: Sendable {
    /// A read brings a part; the rest arrives a little later.
    public var shortRead = 0
    /// A write takes a part; room comes a little later.
    public var shortWrite = 0
    /// A read or a write would block though the kernel reported readiness.
    public var wouldBlock = 0
    /// A call is interrupted by a signal.
    public var interrupted = 0
    /// The caller left between the handshake and the accept.
    public var acceptAborted = 0
    /// An accept finds no descriptor free, and so do those of the next milliseconds.
    public var acceptExhausted = 0
    /// A socket cannot be made.
    public var socketExhausted = 0
    /// A dial fails at once, or is connected at once.
    public var dialAtOnce = 0
    /// Per connection: something between the two ends resets it at a drawn moment.
    public var severed = 0
    /// A batch of events comes in another order.
    public var reordered = 0
    /// A batch of events is cut short; the others come with the next.
    public var truncated = 0
    /// The world moves on between two calls of one turn.
    public var preempted = 0
    /// A worker gets no processor for some milliseconds; per turn.
    public var stalled = 0
    /// The wall clock jumps.
    public var clockJump = 0

    /// Bytes that a connection's ends hold for sending and received.
    public var sendCapacity = 65_536...262_144
    public var receiveCapacity = 65_536...262_144
    /// Bytes that travel together at most.
    public var segment = 1_460...65_536
    /// Nanoseconds from one end of a connection to the other.
    public var latency = 5_000...200_000

    /// A network without faults.
    public init() {}

    /// Each kind of fault is off in some runs and frequent in others: a run with everything at once hides what needs
    /// quiet.
    public static func drawn(from random: inout SeededRandom) -> KernelFaults {
        var faults = KernelFaults()
        func intensity(_ highest: Int) -> Int { random.chance(500) ? 0 : random.scaled(1...highest) }
        faults.shortRead = intensity(500)
        faults.shortWrite = intensity(500)
        faults.wouldBlock = intensity(300)
        faults.interrupted = intensity(300)
        faults.acceptAborted = intensity(100)
        faults.acceptExhausted = intensity(100)
        faults.socketExhausted = intensity(100)
        faults.dialAtOnce = intensity(200)
        faults.severed = intensity(100)
        faults.reordered = intensity(500)
        faults.truncated = intensity(500)
        faults.preempted = intensity(300)
        faults.stalled = intensity(20)
        faults.clockJump = intensity(5)
        faults.sendCapacity = capacity(&random)
        faults.receiveCapacity = capacity(&random)
        faults.segment = random.pick([1...1, 1...16, 1...1_460, 536...1_460, 1_460...65_536])
        faults.latency = random.pick([1_000...10_000, 5_000...200_000, 100_000...5_000_000, 1_000...30_000_000])
        return faults
    }

    private static func capacity(_ random: inout SeededRandom) -> ClosedRange<Int> {
        random.pick([1...4, 16...256, 256...4_096, 4_096...65_536, 65_536...262_144])
    }
}
