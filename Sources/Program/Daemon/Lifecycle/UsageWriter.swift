internal import Access
internal import Catalog

/// Writes down when tokens and users were last there, all at once, now and then: calls themselves write nothing. What was
/// not written when the server ends is forgotten: it is a hint, and the next use says more.
final class UsageWriter: Sendable {
    private static let interval = Duration.seconds(30)

    private let task: Task<Void, Never>

    init(board: SnapshotBoard, store: any UsageStore) {
        task = Task {
            // A sleep ends early by cancellation only.
            while (try? await Task.sleep(for: Self.interval)) != nil { await Self.write(board, store) }
        }
    }

    func stop() { task.cancel() }

    private static func write(_ board: SnapshotBoard, _ store: any UsageStore) async {
        let usage = board.current.directory.takeUnwrittenUsage()
        guard !usage.isEmpty else { return }
        try? await store.save(usage)
    }
}
