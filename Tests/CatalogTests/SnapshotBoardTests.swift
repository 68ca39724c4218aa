import Catalog
import Testing

@Suite struct SnapshotBoardTests {
    private func makeBoard() throws -> (SnapshotBoard, RouteBuilder) {
        let builder = RouteBuilder(keyring: try makeKeyring()) { _, _ in [] }
        return (SnapshotBoard(RouteSnapshot(builder: builder)), builder)
    }

    @Test func nobodyToWaitForIsSettled() async throws {
        let (board, builder) = try makeBoard()
        await board.settled()
        board.publish([], builder: builder)
        await board.settled()
        #expect(board.current.generation == 2)
    }

    @Test func everySubscriberIsHandedEverySnapshotInOrder() throws {
        let (board, builder) = try makeBoard()
        let first = Guard<[UInt64]>([])
        let second = Guard<[UInt64]>([])
        _ = board.subscribe { snapshot in first.change { $0.append(snapshot.generation) } }
        board.publish([], builder: builder)
        let number = board.subscribe { snapshot in second.change { $0.append(snapshot.generation) } }
        board.publish([], builder: builder)
        board.unsubscribe(number)
        board.publish([], builder: builder)
        #expect(first.value == [2, 3, 4])
        #expect(second.value == [3])
    }

    @Test func settledWaitsForTheLastWorker() async throws {
        let (board, builder) = try makeBoard()
        let events = Guard<[String]>([])
        let first = board.subscribe { _ in }
        let second = board.subscribe { _ in }
        board.publish([], builder: builder)
        let waiting = Task {
            await board.settled()
            events.change { $0.append("settled") }
        }
        board.acknowledge(subscriber: first, generation: 2)
        await Task.yield()
        events.change { $0.append("acknowledged") }
        board.acknowledge(subscriber: second, generation: 2)
        await waiting.value
        #expect(events.value == ["acknowledged", "settled"])
    }

    @Test func acknowledgingAnOlderOneIsNotEnough() async throws {
        let (board, builder) = try makeBoard()
        let worker = board.subscribe { _ in }
        board.publish([], builder: builder)
        board.publish([], builder: builder)
        board.acknowledge(subscriber: worker, generation: 2)
        let isDone = Guard(false)
        let waiting = Task {
            await board.settled()
            isDone.change { $0 = true }
        }
        await Task.yield()
        #expect(!isDone.value)
        board.acknowledge(subscriber: worker, generation: 3)
        board.acknowledge(subscriber: worker, generation: 1)
        await waiting.value
        await board.settled()
    }

    @Test func workerThatEndsIsNotWaitedFor() async throws {
        let (board, builder) = try makeBoard()
        let worker = board.subscribe { _ in }
        board.publish([], builder: builder)
        let waiting = Task { await board.settled() }
        await Task.yield()
        board.unsubscribe(worker)
        await waiting.value
        board.acknowledge(subscriber: worker, generation: 9)
    }
}
