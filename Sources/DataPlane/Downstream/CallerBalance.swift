public import Reactor
internal import Synchronization

/// How many callers each worker has, and the way to hand one over. The kernel spreads connections over listeners by hash: with few
/// long-lived callers one worker may have twice as many as another, so a fuller worker gives new ones to the emptiest.
public final class CallerBalance: Sendable {
    public typealias Hand = @Sendable (DescriptorTransfer, SocketAddress) -> Void

    /// One worker's part.
    public final class Share: Sendable {
        private let callers = Atomic<Int>(0)
        fileprivate let hand: Hand

        fileprivate init(hand: @escaping Hand) { self.hand = hand }

        var count: Int { callers.load(ordering: .relaxed) }

        func add(_ number: Int) { callers.add(number, ordering: .relaxed) }
    }

    private let shares = Lock<[Share]>([])

    public init() {}

    /// A worker joins; `hand` puts a caller into its mailbox.
    public func join(hand: @escaping Hand) -> Share {
        let share = Share(hand: hand)
        shares.withLock { $0.append(share) }
        return share
    }

    /// A worker takes no more callers.
    public func leave(_ share: Share) {
        shares.withLock { $0.removeAll { $0 === share } }
    }

    /// Who should have a new caller rather than `mine`: somebody who has fewer. The caller counts for the new owner
    /// from here on, so that a burst is spread too.
    func place(insteadOf mine: Share) -> Share? {
        let emptiest = shares.withLock { $0.min { $0.count < $1.count } }
        guard let emptiest, emptiest !== mine, emptiest.count < mine.count else { return nil }
        emptiest.add(1)
        return emptiest
    }
}

extension CallerBalance.Share {
    func receive(_ transfer: DescriptorTransfer, _ address: SocketAddress) { hand(transfer, address) }
}
