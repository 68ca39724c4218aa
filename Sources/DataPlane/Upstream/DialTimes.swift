/// How long the parts of a dial took, in microseconds between the turns of the loop in which they ended.
public struct DialTimes: Sendable, Equatable {
    /// The name's look-up; 0 for an address.
    public internal(set) var resolve: UInt64 = 0
    /// All addresses that were tried.
    public internal(set) var connect: UInt64 = 0
    public internal(set) var tls: UInt64 = 0
    /// When the part began that is under way.
    var since: UInt64 = 0

    init(since: UInt64) { self.since = since }

    enum Part { case resolve, connect, tls }

    mutating func end(_ part: Part, at moment: UInt64) {
        switch part {
        case .resolve: resolve = moment - since
        case .connect: connect = moment - since
        case .tls: tls = moment - since
        }
        since = moment
    }
}
