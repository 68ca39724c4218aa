import TestSupport
import Testing

extension RunningWorker {
    /// A byte, a whole call, a byte, and so on, until an answer begins: time passes, and the bytes stay few. It has to begin while they
    /// come, as silence would end what drips too.
    func drip(until connection: RawConnection, _ drop: () throws -> Void) throws {
        for _ in 0..<10_000 {
            if (try? connection.readUntil(by: .after(seconds: 0)) { !$0.isEmpty }) != nil { return }
            try drop()
            // It may have no more time itself than what drips.
            try caller().call("GET", "/api/datasources/proxy/uid/p1/x")
        }
        Issue.record("no answer as long as bytes came")
    }
}
