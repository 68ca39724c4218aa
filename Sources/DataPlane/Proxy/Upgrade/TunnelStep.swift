/// What carrying bytes in one direction of a tunnel came to.
enum TunnelStep: Equatable {
    /// Nothing more can be carried now.
    case idle
    /// There is more, and this turn's share is used up.
    case more
    /// The side that sends has ended.
    case ended
    case broken(ProxyFailure)
}
