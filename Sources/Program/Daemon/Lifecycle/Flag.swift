internal import Synchronization

/// A truth that one thread sets and others read.
final class Flag: Sendable {
    private let state = Atomic<Bool>(false)

    var value: Bool { state.load(ordering: .acquiring) }

    func set(_ value: Bool) { state.store(value, ordering: .releasing) }
}
