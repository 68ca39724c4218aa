/// One request of a scripted caller, what must come of it, and what came.
final class CallPlan {
    enum Kind: Equatable {
        case proxied(source: Int)
        case control
        case unknownSource, badToken, noToken, badPassword, badPath
        /// Not a request at all, or one that must be refused; the connection ends behind the answer.
        case malformed(String)
    }

    enum Framing { case none, length, chunked }

    let nonce: UInt64
    let kind: Kind
    let method: String
    let isHTTP10: Bool
    let keepsAlive: Bool
    let framing: Framing
    let body: [UInt8]
    let expectsContinue: Bool
    let behaviour: SourceBehaviour
    /// Path and query as the source must see them.
    let sourceTarget: String
    let head: [UInt8]
    let codedBody: [UInt8]
    /// What the control plane asks a source before it answers this call.
    var asks: CallPlan?

    // What came of it.
    var startedAt: UInt64?
    /// Over HTTP/1.1, the last time it was sent: when its caller began, and when the gate had read its whole head.
    var attemptedAt: UInt64?
    var headReadAt: UInt64?
    var sentAt: UInt64?
    var endedAt: UInt64?
    /// What of the time between is its caller's own, at most: a slow one reads whatever a piece of its answer was wrapped in.
    var readingNanoseconds: UInt64 = 0
    /// Requests with this number whose head reached a source.
    var arrivals = 0
    /// The connection that it was sent on last.
    var connection: Endpoint?
    var lastConversation: SourceConversation?
    var consumedBefore = 0
    var isAnswered = false
    /// A trailer stands behind the source's answer.
    var answersTrailer = false
    var isOverHTTP2 = false
    /// The caller left, or the network took it: nothing more can be said of this call.
    var isLost = false

    init(
        nonce: UInt64, kind: Kind, method: String, isHTTP10: Bool, keepsAlive: Bool, framing: Framing, body: [UInt8],
        expectsContinue: Bool, behaviour: SourceBehaviour, sourceTarget: String, head: [UInt8], codedBody: [UInt8]
    ) {
        self.nonce = nonce
        self.kind = kind
        self.method = method
        self.isHTTP10 = isHTTP10
        self.keepsAlive = keepsAlive
        self.framing = framing
        self.body = body
        self.expectsContinue = expectsContinue
        self.behaviour = behaviour
        self.sourceTarget = sourceTarget
        self.head = head
        self.codedBody = codedBody
    }

    /// It presents the right login and password.
    var sendsPassword: Bool {
        String(decoding: head, as: UTF8.self).contains(WorldCatalog.basic(password: WorldCatalog.password))
    }

    var isHead: Bool { method == "HEAD" }
    var isIdempotent: Bool { ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"].contains(method) }
    var isProxied: Bool { if case .proxied = kind { true } else { false } }
    /// It belongs to the data plane: one observation is owed once its head was read.
    var isObserved: Bool {
        switch kind {
        case .proxied, .unknownSource, .badToken, .noToken, .badPassword, .badPath: true
        case .control, .malformed: false
        }
    }

    /// What the source or the plane answers with.
    var answerBody: [UInt8] { Content.bytes(behaviour.size, for: nonce ^ 0xA5A5_A5A5) }
    var name: String { String(nonce, radix: 16) }
    /// What must stand behind the body at the source, as `Message` has trailers.
    var requestTrailers: [String] {
        guard framing == .chunked, !isOverHTTP2, Content.hasTrailer(codedBody) else { return [] }
        // A name that Connection lists might have been the trailer's.
        return String(decoding: head, as: UTF8.self).contains("Connection: X-Hop") ? [] : [Content.trailer]
    }

    /// What must stand behind the answer's at the caller.
    var answerTrailers: [String] {
        let isChunked = behaviour.framing == .chunked && !isHead && (isOverHTTP2 || !isHTTP10)
        return isChunked && answersTrailer ? [Content.trailer] : []
    }

    /// What a violation is told with.
    var story: String {
        "\(name) (\(kind) \(method), body \(framing) \(body.count), \(isHTTP10 ? "1.0" : "1.1") "
            + "\(keepsAlive ? "keep-alive" : "close")\(expectsContinue ? " expects" : ""), \(behaviour))"
    }
}
