/// Closed until somebody opens it, then open for good: holds a scripted upstream back until the test has seen enough.
public final class Gate: Sendable {
    private let isOpen = Watched(false)

    public init() {}

    public func open() {
        isOpen.change { $0 = true }
    }

    public func wait(by deadline: Deadline = .generous) throws {
        try isOpen.wait(for: "a gate to open", by: deadline) { $0 }
    }
}
