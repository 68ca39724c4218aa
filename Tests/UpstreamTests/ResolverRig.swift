import Reactor
import Testing

@testable import Upstream

/// A resolver, the name server that it asks, and the loop between them.
final class ResolverRig {
    var loop: Loop
    let server: NameServerScript
    let resolver: AresResolver
    /// What the resolver is told of the time, for its cache.
    var now: UInt64 = 1_000_000

    init(_ script: [String: NameServerScript.Behaviour] = [:], tryMilliseconds: Int32 = 5_000) throws {
        let loop = try Loop(kernel: .linux)
        let server = try NameServerScript(loop: loop)
        server.script = script
        resolver = try AresResolver(servers: [server.address], tryMilliseconds: tryMilliseconds, tries: 1)
        self.server = server
        self.loop = loop
    }

    func begin(_ host: String, slot: Int = 0, port: UInt16 = 80) {
        let handle = Handle(kind: .source, slot: slot, generation: 7)
        resolver.begin(NameRequest(host: host, port: port, handle: handle), now: now, loop: loop)
    }

    /// Turns the loop until `count` answers have come, or nothing has happened for five seconds.
    func answers(_ count: Int = 1) throws -> [NameAnswer] {
        var found: [NameAnswer] = []
        while true {
            let patience = resolver.tick(now: now, loop: loop)
            while let answer = resolver.nextAnswer() { found.append(answer) }
            if found.count >= count { return found }
            let events = loop.wait(milliseconds: Int32(min(patience ?? 5_000, 5_000)))
            if events == 0 && patience == nil { return found }
            for index in 0..<events {
                let (handle, readiness) = loop.event(index)
                switch handle.kind {
                case .resolver: resolver.ready(handle, readiness, now: now, loop: loop)
                case .listener: try server.serve(handle, loop: loop)
                case .wake, .caller, .source: Issue.record("an event that nobody asked for")
                }
            }
        }
    }

    /// The addresses that `host` has now, as text.
    func addresses(of host: String, port: UInt16 = 80) throws -> [String] {
        begin(host, port: port)
        return try answers().flatMap { $0.addresses.map(\.description) }
    }
}
