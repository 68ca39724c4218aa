internal import Reactor

/// The shares of all sources, one for each, whichever worker asks.
public final class CallShares: Sendable {
    /// Beyond this many those that nobody holds are forgotten.
    private static let sweepCount = 4_096

    private let shares = Lock<[Int64: CallShare]>([:])

    public init() {}

    /// Calls under way to all sources.
    public var callCount: Int { shares.withLock { $0.values.reduce(0) { $0 + $1.callCount } } }

    /// Asked once for each source and worker, as long as the worker remembers it.
    func share(of source: Int64) -> CallShare {
        shares.withLock { shares in
            if let known = shares[source] { return known }
            if shares.count >= Self.sweepCount, shares.count & (shares.count - 1) == 0 { Self.sweep(&shares) }
            let fresh = CallShare()
            shares[source] = fresh
            return fresh
        }
    }

    private static func sweep(_ shares: inout [Int64: CallShare]) {
        for source in Array(shares.keys) {
            // Taken out, it has one owner left when no worker knows it.
            guard var share = shares.removeValue(forKey: source) else { continue }
            if !isKnownUniquelyReferenced(&share) { shares[source] = share }
        }
    }
}
