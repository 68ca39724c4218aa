import Glibc

extension ChildProcess {
    /// Comes back when something listens on `port`, which is this process's. Many servers say that they start before they do, so only a
    /// connection shows it; throws `ended` when the process ends first.
    public func waitToListen(on port: UInt16, as name: String, by deadline: Deadline = .generous) throws {
        while (try? TCPSocket(connectingTo: port)) == nil {
            let current = state.current
            guard current.exit == nil else {
                throw TestSupportError.ended(during: "the start of \(name): \(current.errorText.suffix(300))")
            }
            guard !deadline.hasPassed else { throw TestSupportError.deadline(waitingFor: name) }
            poll(nil, 0, 20)
        }
    }
}
