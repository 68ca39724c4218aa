/// One descriptor in one epoll.
final class EpollEntry {
    unowned let epoll: Epoll
    let number: Int32
    let target: Pollable
    var interest: UInt32
    var data: UInt64
    var isQueued = false

    init(epoll: Epoll, number: Int32, target: Pollable, interest: UInt32, data: UInt64) {
        self.epoll = epoll
        self.number = number
        self.target = target
        self.interest = interest
        self.data = data
    }

    var isEdgeTriggered: Bool { interest & Poll.edge != 0 }
    /// Errors and hang-ups are reported whether asked for or not.
    func current() -> UInt32 { target.readiness() & (interest | Poll.error | Poll.hungUp) }
}
