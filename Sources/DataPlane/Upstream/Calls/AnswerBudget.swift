internal import Synchronization

/// How many bytes the answers of a worker's calls may take together, and how many they take. Answers are let go of on any thread.
final class AnswerBudget: Sendable {
    private let bytesMax: Int
    private let taken = Atomic<Int>(0)

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    var takenBytes: Int { taken.load(ordering: .relaxed) }

    /// Takes `count` bytes more; false, and nothing is taken, when there are not so many left.
    func take(_ count: Int) -> Bool {
        let (_, total) = taken.wrappingAdd(count, ordering: .relaxed)
        if total <= bytesMax { return true }
        giveBack(count)
        return false
    }

    func giveBack(_ count: Int) { taken.wrappingSubtract(count, ordering: .relaxed) }
}
