import Testing

@testable import Reactor

@Suite struct MailboxTests {
    @Test func theLoopIsWokenOnceABatch() throws {
        var loop = try Loop(kernel: .linux)
        let mailbox = Mailbox<Int>(wake: loop.wake)
        for message in 1...3 { mailbox.post(message) }
        let woken = loop.wait(milliseconds: 2_000)
        loop.wake.drain()
        mailbox.post(4)
        let wokenAgain = loop.wait(milliseconds: 0)
        var batch: [Int] = []
        mailbox.take(into: &batch)
        #expect((woken, wokenAgain) == (1, 0))
        #expect(batch == [1, 2, 3, 4])
        batch.removeAll()
        mailbox.post(5)
        let next = loop.wait(milliseconds: 2_000)
        mailbox.take(into: &batch)
        #expect(next == 1 && batch == [5])
    }

    @Test func nothingIsLostBetweenThreads() throws {
        var loop = try Loop(kernel: .linux)
        let mailbox = Mailbox<Int>(wake: loop.wake)
        let threads = try (0..<4).map { number in
            try Thread(name: "poster") { for message in 0..<1_000 { mailbox.post(number * 1_000 + message) } }
        }
        var received: [Int] = []
        var batch: [Int] = []
        while received.count < 4_000 {
            guard loop.wait(milliseconds: 5_000) == 1 else { break }
            loop.wake.drain()
            mailbox.take(into: &batch)
            received += batch
            batch.removeAll(keepingCapacity: true)
        }
        for thread in threads { thread.join() }
        #expect(received.sorted() == Array(0..<4_000))
        for number in 0..<4 {
            let own = received.filter { $0 / 1_000 == number }
            #expect(own == own.sorted())
        }
    }
}
