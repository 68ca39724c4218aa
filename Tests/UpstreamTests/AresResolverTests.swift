import Glibc
import Reactor
import Testing

@testable import Upstream

@Suite struct AresResolverTests {
    private static let v6: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1]

    @Test func bothFamiliesAreAnsweredWithTheCallersPort() throws {
        let rig = try ResolverRig(["db.test": .addresses(v4: [[127, 0, 0, 5]], v6: [Self.v6], seconds: 60)])
        let found = try rig.addresses(of: "db.test", port: 9_090)
        #expect(found.sorted() == ["127.0.0.5:9090", "[2001:db8::1]:9090"])
        #expect(rig.server.questions.map(\.type).sorted() == [NameServerScript.typeA, NameServerScript.typeAAAA])
    }

    @Test func oneFamilyIsEnough() throws {
        let rig = try ResolverRig([
            "four.test": .addresses(v4: [[10, 0, 0, 1], [10, 0, 0, 2]], v6: [], seconds: 60),
            "six.test": .addresses(v4: [], v6: [Self.v6], seconds: 60),
        ])
        #expect(try rig.addresses(of: "four.test").sorted() == ["10.0.0.1:80", "10.0.0.2:80"])
        #expect(try rig.addresses(of: "six.test") == ["[2001:db8::1]:80"])
    }

    @Test func requestsForOneNameAreJoined() throws {
        let rig = try ResolverRig(["db.test": .addresses(v4: [[127, 0, 0, 5]], v6: [], seconds: 60)])
        for slot in 0..<5 { rig.begin("db.test", slot: slot, port: UInt16(8_000 + slot)) }
        let found = try rig.answers(5)
        #expect(found.map(\.handle.slot) == [0, 1, 2, 3, 4])
        #expect(found.flatMap { $0.addresses.map(\.port) } == [8_000, 8_001, 8_002, 8_003, 8_004])
        #expect(found.allSatisfy { $0.handle.generation == 7 })
        #expect(rig.server.questions.count == 2)
    }

    @Test(arguments: [(60, 60_000), (0, 1_000), (86_400, 300_000), (UInt32.max, 1_000)] as [(UInt32, UInt64)])
    func answersAreKeptForTheirTimeToLive(_ seconds: UInt32, _ milliseconds: UInt64) throws {
        let rig = try ResolverRig(["db.test": .addresses(v4: [[127, 0, 0, 5]], v6: [], seconds: seconds)])
        _ = try rig.addresses(of: "db.test")
        rig.now += milliseconds - 1
        #expect(try rig.addresses(of: "db.test") == ["127.0.0.5:80"])
        #expect(rig.server.questions.count == 2)
        rig.now += 1
        #expect(try rig.addresses(of: "db.test") == ["127.0.0.5:80"])
        #expect(rig.server.questions.count == 4)
    }

    @Test func theShortestTimeToLiveCounts() throws {
        let rig = try ResolverRig(["db.test": .addresses(v4: [[127, 0, 0, 5]], v6: [], seconds: 5)])
        _ = try rig.addresses(of: "db.test")
        rig.server.script["db.test"] = .addresses(v4: [[127, 0, 0, 6]], v6: [], seconds: 5)
        rig.now += 5_000
        #expect(try rig.addresses(of: "db.test") == ["127.0.0.6:80"])
    }

    @Test func aMissingNameIsEmptyAndKeptForASecond() throws {
        let rig = try ResolverRig(["db.test": .missing])
        #expect(try rig.addresses(of: "db.test") == [])
        let asked = rig.server.questions.count
        rig.now += 999
        rig.begin("db.test")
        #expect(try rig.answers().count == 1)
        #expect(rig.server.questions.count == asked)
        rig.now += 1
        rig.server.script["db.test"] = .addresses(v4: [[127, 0, 0, 5]], v6: [], seconds: 60)
        #expect(try rig.addresses(of: "db.test") == ["127.0.0.5:80"])
    }

    @Test func silenceAndBadMessagesAreEmpty() throws {
        let script: [String: NameServerScript.Behaviour] = [
            "silent.test": .silence, "garbage.test": .garbage, "noise.test": .noise,
        ]
        let rig = try ResolverRig(script, tryMilliseconds: 50)
        for (slot, host) in script.keys.enumerated() { rig.begin(host, slot: slot) }
        let found = try rig.answers(3)
        #expect(found.map(\.handle.slot).sorted() == [0, 1, 2])
        #expect(found.allSatisfy { $0.addresses.isEmpty })
        let rest = rig.resolver.tick(now: rig.now, loop: rig.loop)
        #expect(rest == nil)
    }

    @Test func aTruncatedAnswerIsAskedForAgainOverTCP() throws {
        let rig = try ResolverRig(["big.test": .truncated(v4: [[127, 0, 0, 8], [127, 0, 0, 9]])])
        #expect(try rig.addresses(of: "big.test").sorted() == ["127.0.0.8:80", "127.0.0.9:80"])
        #expect(rig.server.questions.contains { $0.isTCP })
    }

    @Test func longAnswersAreCutButKeepBothFamilies() throws {
        let many = (1...20).map { [10, 0, 0, UInt8($0)] as [UInt8] }
        let rig = try ResolverRig(["many.test": .addresses(v4: many, v6: [Self.v6], seconds: 60)])
        let found = try rig.addresses(of: "many.test")
        #expect(found.count == 8)
        #expect(found.contains("[2001:db8::1]:80"))
    }

    @Test func manyNamesAtOnceAreAllAnswered() throws {
        let rig = try ResolverRig()
        for slot in 0..<100 {
            rig.server.script["h\(slot).test"] = .addresses(v4: [[10, 0, 0, UInt8(slot)]], v6: [], seconds: 60)
            rig.begin("h\(slot).test", slot: slot)
        }
        let found = try rig.answers(100)
        #expect(Set(found.map(\.handle.slot)).count == 100)
        #expect(found.allSatisfy { $0.addresses.first?.host == "10.0.0.\($0.handle.slot)" })
    }

    @Test func localhostNeedsNoServer() throws {
        let rig = try ResolverRig()
        let found = try rig.addresses(of: "localhost", port: 3_000)
        #expect(found.contains("127.0.0.1:3000"))
        #expect(rig.server.questions.isEmpty)
    }

    @Test func namesOfTheHostsFileNeedNoServer() throws {
        let (host, address) = try #require(Self.hostsLine())
        let rig = try ResolverRig()
        #expect(try rig.addresses(of: host).contains("\(address):80"))
        #expect(rig.server.questions.isEmpty)
    }

    @Test func aRefusingServerIsGivenUpAtOnce() throws {
        var loop = try Loop(kernel: .linux)
        let closed: SocketAddress
        do {
            let other = try Loop(kernel: .linux)
            closed = try NameServerScript(loop: other).address
        }
        let resolver = try AresResolver(servers: [closed], tryMilliseconds: 60_000, tries: 3)
        let handle = Handle(kind: .source, slot: 1)
        resolver.begin(NameRequest(host: "db.test", port: 80, handle: handle), now: 0, loop: loop)
        var answer = resolver.nextAnswer()
        while answer == nil {
            let events = loop.wait(milliseconds: 5_000)
            try #require(events > 0)
            for index in 0..<events {
                let (handle, readiness) = loop.event(index)
                resolver.ready(handle, readiness, now: 0, loop: loop)
            }
            answer = resolver.nextAnswer()
        }
        #expect(answer == NameAnswer(handle: handle, addresses: []))
    }

    @Test(arguments: [
        "", "db\0.test", String(repeating: "a", count: 300), "a..b", String(repeating: "b", count: 64) + ".test",
    ])
    func namesThatCannotBeAskedAreEmpty(_ host: String) throws {
        let rig = try ResolverRig(tryMilliseconds: 100)
        #expect(try rig.addresses(of: host) == [])
    }

    @Test func anEndWithSearchesUnderWayLeavesNothingBehind() throws {
        var loop = try Loop(kernel: .linux)
        do {
            let server = try NameServerScript(loop: loop)
            let resolver = try AresResolver(servers: [server.address])
            for slot in 0..<10 {
                let request = NameRequest(host: "h\(slot).test", port: 80, handle: Handle(kind: .source, slot: slot))
                resolver.begin(request, now: 0, loop: loop)
            }
            let patience = resolver.tick(now: 0, loop: loop) ?? 0
            #expect(patience > 0 && patience <= 1_000)
        }
        let events = loop.wait(milliseconds: 0)
        #expect(events == 0)
    }

    @Test func staleReportsAreIgnored() throws {
        let rig = try ResolverRig(["db.test": .addresses(v4: [[127, 0, 0, 5]], v6: [], seconds: 60)])
        for slot in [0, 999, (1 << 24) - 1] {
            let readiness: Readiness = [.readable, .failed]
            rig.resolver.ready(Handle(kind: .resolver, slot: slot), readiness, now: 0, loop: rig.loop)
        }
        #expect(try rig.addresses(of: "db.test") == ["127.0.0.5:80"])
    }

    /// The first IPv4 line of the machine's hosts file.
    private static func hostsLine() -> (host: String, address: String)? {
        guard let file = fopen("/etc/hosts", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 1_024)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let words = text.split { $0 == " " || $0 == "\t" || $0 == "\n" }.map(String.init)
            if words.count >= 2, SocketAddress(literal: words[0], port: 0)?.family == .ipv4 {
                return (words[1], words[0])
            }
        }
        return nil
    }
}
