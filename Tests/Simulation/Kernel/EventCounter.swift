internal import Glibc

/// An eventfd.
final class EventCounter: Pollable {
    private(set) var value: UInt64 = 0

    override func readiness() -> UInt32 { (value > 0 ? Poll.readable : 0) | Poll.writable }

    func signal() {
        value += 1
        wake()
    }

    func drain() -> Int32 {
        guard value > 0 else { return -EAGAIN }
        value = 0
        return 0
    }
}
