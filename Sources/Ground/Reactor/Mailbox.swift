/// Messages for one loop from other threads, with one wake-up a batch.
public final class Mailbox<Message: Sendable>: Sendable {
    private let waiting = Lock<[Message]>([])
    private let wake: Wake

    public init(wake: Wake) { self.wake = wake }

    public func post(_ message: Message) {
        let isFirst = waiting.withLock { messages in
            messages.append(message)
            return messages.count == 1
        }
        if isFirst { wake.signal() }
    }

    /// Exchanges what waits with `batch`, which is empty, so that no memory is given up or made.
    public func take(into batch: inout [Message]) {
        // What it held would wait in the mailbox without a wake-up.
        precondition(batch.isEmpty)
        waiting.withLock { swap(&$0, &batch) }
    }
}
