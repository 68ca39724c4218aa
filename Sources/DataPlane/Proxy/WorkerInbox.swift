internal import Reactor

/// Another thread's way to a worker.
public struct WorkerInbox: Sendable {
    let mailbox: Mailbox<WorkerMessage>

    public func drain() { mailbox.post(.drain) }
}
