extension CallPlan {
    /// Draws one call of `plan`'s world.
    static func drawn(_ random: inout SeededRandom, plan: WorldPlan) -> CallPlan {
        let nonce = random.next() | 1 << 63
        let kind = drawnKind(&random, plan)
        let isHTTP10 = random.chance(100)
        var method =
            random.chance(plan.posts) ? random.pick(["POST", "PUT", "DELETE"]) : random.chance(150) ? "HEAD" : "GET"
        if case .control = kind, method == "HEAD" { method = "GET" }
        var framing = Framing.none
        if method == "POST" || method == "PUT" { framing = isHTTP10 ? .length : random.pick([.length, .chunked]) }
        let body = framing == .none ? [] : Content.bytes(random.scaled(0...plan.bodyBytesMax), for: nonce)
        let expects = framing != .none && !isHTTP10 && random.chance(100)
        let keepsAlive = random.chance(850)
        let remainder = "/q/\(String(nonce, radix: 16))" + random.pick(["", "/", "/a%2Fb", "/label/x/values"])
        let query = random.chance(500) ? "?query=up%20%7B%7D&n=\(random.below(100))" : ""
        var behaviour = SourceBehaviour.drawn(&random, plan: plan)
        var sourceTarget = ""
        if case .proxied(let source) = kind { sourceTarget = joined(plan.sources[source].basePath, remainder) + query }
        if case .control = kind { behaviour.size = random.scaled(0...plan.bodyBytesMax) }
        var head = HeadWriter(isHTTP10: isHTTP10)
        head.line("\(method) \(target(kind, remainder, &random, plan))\(query) HTTP/1.\(isHTTP10 ? 0 : 1)")
        head.fields(kind, nonce: nonce, keepsAlive: keepsAlive, &random)
        switch framing {
        case .none: break
        case .length: head.field("Content-Length", "\(body.count)")
        case .chunked: head.field("Transfer-Encoding", "chunked")
        }
        if expects { head.field("Expect", "100-continue") }
        var bytes = head.finished()
        if case .malformed(let text) = kind { bytes = Array(text.utf8) }
        return CallPlan(
            nonce: nonce, kind: kind, method: method, isHTTP10: isHTTP10, keepsAlive: keepsAlive, framing: framing,
            body: body,
            expectsContinue: expects, behaviour: behaviour, sourceTarget: sourceTarget, head: bytes,
            codedBody: framing == .chunked ? Content.chunked(body, &random) : body)
    }

    /// Draws what the control plane asks one of the sources on behalf of a caller. Its answer is collected whole within half a minute.
    static func asked(_ random: inout SeededRandom, plan: WorldPlan) -> CallPlan {
        let nonce = random.next() | 1 << 63
        let source = random.below(plan.sources.count)
        var behaviour = SourceBehaviour.drawn(&random, plan: plan)
        behaviour.size = min(behaviour.size, 2_000)
        behaviour.piece = max(behaviour.piece, 100)
        let remainder = "/q/\(String(nonce, radix: 16))"
        return CallPlan(
            nonce: nonce, kind: .proxied(source: source), method: "GET", isHTTP10: false, keepsAlive: true,
            framing: .none, body: [], expectsContinue: false, behaviour: behaviour,
            sourceTarget: joined(plan.sources[source].basePath, remainder), head: [], codedBody: [])
    }

    private static func drawnKind(_ random: inout SeededRandom, _ plan: WorldPlan) -> Kind {
        if random.chance(plan.malformed) { return .malformed(random.pick(malformed)) }
        if random.chance(plan.refusals) {
            return random.pick([.unknownSource, .badToken, .noToken, .badPassword, .badPath])
        }
        if random.chance(plan.control) { return .control }
        return .proxied(source: random.below(plan.sources.count))
    }

    private static func joined(_ base: String, _ remainder: String) -> String {
        var base = base
        if base.hasSuffix("/") { base.removeLast() }
        return base + remainder
    }

    private static func target(_ kind: Kind, _ remainder: String, _ random: inout SeededRandom, _ plan: WorldPlan)
        -> String
    {
        let prefix = "/api/datasources/proxy"
        switch kind {
        case .proxied(let source):
            return random.chance(500)
                ? "\(prefix)/uid/\(plan.sources[source].uid)\(remainder)" : "\(prefix)/\(source + 1)\(remainder)"
        case .control, .malformed: return "/c\(remainder)"
        case .unknownSource: return "\(prefix)/uid/nobody\(remainder)"
        case .badPath: return "\(prefix)/1/..%2f..\(remainder)"
        case .badToken, .noToken, .badPassword: return "\(prefix)/1\(remainder)"
        }
    }

    private static let malformed = [
        "GARBAGE\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", "GET /c HTTP/1.1\r\n\r\n",
        "GET /c HTTP/3.0\r\nHost: a\r\n\r\n",
        "GET /c HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET /c HTTP/1.1\r\nHost : a\r\n\r\n",
        "POST /c HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /c HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "GET /c HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X-Many: y\r\n", count: 200) + "\r\n",
        "GET /c HTTP/1.1\r\nHost: a\r\nX-Long: " + String(repeating: "z", count: 70_000) + "\r\n\r\n",
    ]
}

/// Writes a request's head.
private struct HeadWriter {
    private var bytes: [UInt8] = []
    private let isHTTP10: Bool

    init(isHTTP10: Bool) { self.isHTTP10 = isHTTP10 }

    mutating func line(_ text: String) { bytes += Array(text.utf8) + [13, 10] }
    mutating func field(_ name: String, _ value: String) { line("\(name): \(value)") }

    /// What every caller sends, and what no caller's word may change.
    mutating func fields(_ kind: CallPlan.Kind, nonce: UInt64, keepsAlive: Bool, _ random: inout SeededRandom) {
        field("Host", "gate.test")
        switch kind {
        case .noToken: break
        case .badToken: field("Authorization", "Bearer glsa_callersecretwrong_00000000")
        case .badPassword: field("Authorization", WorldCatalog.basic(password: "guess\(random.below(3))"))
        default:
            let hasPassword = random.chance(100)
            let basic = WorldCatalog.basic(password: WorldCatalog.password)
            field("Authorization", hasPassword ? basic : "Bearer \(WorldCatalog.token)")
        }
        field("X-Nonce", String(nonce, radix: 16))
        if random.chance(300) { field("Cookie", "grafana_session=callersecret; a=callersecret") }
        if random.chance(200) { field("X-Forwarded-User", "callersecret") }
        if random.chance(200) { field("X-Source-Key", "of the caller") }
        if random.chance(200) { field("x-filler", String(repeating: "f", count: random.scaled(1...2_000))) }
        if isHTTP10 && keepsAlive { field("Connection", "keep-alive") }
        if !keepsAlive { field("Connection", "close") }
        if keepsAlive && !isHTTP10 && random.chance(100) {
            field("Connection", "X-Hop, authorization")
            field("X-Hop", "callersecret")
        }
    }

    func finished() -> [UInt8] { bytes + [13, 10] }
}
