import Catalog
import Synchronization
import TestSupport

@testable import Query

/// A way to a source that leads to canned answers, and remembers what was asked.
final class VectorDoor: SourceDoor {
    private let canned: [CannedAnswer]
    private let failure: SourceFailure?
    private let asked = Mutex<[SentRequest]>([])

    /// Where nothing canned matches, the source echoes the request, as `conform.py` does; with a `failure` it cannot be asked at all.
    init(_ canned: [CannedAnswer], failure: SourceFailure? = nil) {
        self.canned = canned
        self.failure = failure
    }

    /// Every request answers the same.
    convenience init(answering answer: SourceAnswer) { self.init([CannedAnswer(answer)]) }

    var sent: [SentRequest] { asked.withLock { $0 } }

    func ask(_ request: SourceRequest, of route: Route) async throws(SourceFailure) -> SourceAnswer {
        let sent = SentRequest(request, basePath: Self.basePath(of: route))
        asked.withLock { $0.append(sent) }
        if let failure { throw failure }
        return canned.first { $0.matches(sent.method, path: sent.path, query: sent.query) }?.answer
            ?? Self.echo(sent)
    }

    /// Time is not told here.
    func remainingMilliseconds(for route: Route) -> UInt64 { 60_000 }

    func pause(milliseconds: UInt64, for route: Route) async throws(SourceFailure) {
        if let failure { throw failure }
    }

    private static func echo(_ request: SentRequest) -> SourceAnswer {
        let told: JSONTree = [
            "method": .string(request.method), "target": .string(request.target), "headers": [:],
            "body": .string(request.body),
        ]
        return SourceAnswer(status: 200, fields: [("Content-Type", "application/json")], body: Array(told.text.utf8))
    }

    /// The path of the source's URL, without a slash at its end.
    private static func basePath(of route: Route) -> String {
        let parts = route.source.url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, !parts[3].isEmpty else { return "" }
        return "/" + (parts[3].hasSuffix("/") ? parts[3].dropLast() : parts[3])
    }
}
