import Reactor
import Testing
import Upstream

@Suite struct OutboundRulesTests {
    private func rules(allow: [String] = [], deny: [String] = []) throws -> OutboundRules {
        var rules = OutboundRules()
        rules.allow = try allow.map { try OutboundPattern(parsing: $0) }
        rules.deny = try deny.map { try OutboundPattern(parsing: $0) }
        return rules
    }

    private func refusal(_ rules: OutboundRules, _ address: String, host: String = "a.test") throws -> OutboundRefusal?
    {
        rules.refusal(of: try #require(SocketAddress(literal: address, port: 80)), host: host)
    }

    @Test(
        "A-075, A-076: link-local and metadata addresses are closed in every disguise",
        arguments: [
            "169.254.169.254", "169.254.0.23", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192",
            "fe80::1", "fe80::a9fe:a9fe", "febf::1", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
            "fd00:c1::a9fe:a9fe", "fd00:42::42",
            // Mapped, compatible, translated, NAT64 in each of its places, 6to4, Teredo's server and client, ISATAP.
            "::ffff:169.254.169.254", "::169.254.169.254", "::ffff:0:169.254.169.254", "64:ff9b::169.254.169.254",
            "64:ff9b:1::169.254.169.254", "64:ff9b:1:a9fe:a9:fe00::", "64:ff9b:1:a9:fe:a9fe::",
            "64:ff9b:1::a9:fea9:fe00:0", "2002:a9fe:a9fe::1", "2001:0:a9fe:a9fe::1", "2001::5601:5601",
            "2001:db8::5efe:169.254.169.254", "2001:db8::200:5efe:169.254.169.254",
        ])
    func metadataIsClosed(_ address: String) throws {
        #expect(try refusal(OutboundRules(), address) == .closed(.linkLocal))
        var open = OutboundRules()
        open.allowsLinkLocal = true
        #expect(try refusal(open, address) == nil)
        // An entry for everything names none of them.
        #expect(try refusal(rules(allow: ["*", "0.0.0.0/0", "::/0"]), address) == .closed(.linkLocal))
    }

    @Test(
        "A-089: loopback is closed by one switch",
        arguments: [
            "127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "::1", "::", "::ffff:127.0.0.1", "64:ff9b::127.0.0.1",
            "2002:7f00:1::", "::127.0.0.1",
        ])
    func loopbackIsClosedByItsSwitch(_ address: String) throws {
        #expect(try refusal(OutboundRules(), address) == nil)
        var closed = OutboundRules()
        closed.allowsLoopback = false
        #expect(try refusal(closed, address) == .closed(.loopback))
    }

    @Test(arguments: [
        "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "198.18.0.1", "fc00::1", "fdff::1",
        "fec0::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1",
    ])
    func privateNetworksAreClosedByTheirSwitch(_ address: String) throws {
        #expect(try refusal(OutboundRules(), address) == nil)
        var closed = OutboundRules()
        closed.allowsPrivate = false
        #expect(try refusal(closed, address) == .closed(.privateUse))
    }

    @Test(arguments: [
        "8.8.8.8", "169.253.255.255", "169.255.0.0", "172.32.0.1", "100.128.0.1", "128.0.0.1",
        "2001:db8::1", "2a00::1", "64:ff9b::8.8.8.8", "2002:808:808::1", "::ffff:8.8.8.8",
    ])
    func theRestOfTheWorldIsOpen(_ address: String) throws {
        var closed = OutboundRules()
        closed.allowsLoopback = false
        closed.allowsPrivate = false
        #expect(try refusal(closed, address) == nil)
    }

    @Test func anEntryWithinAClosedClassOpensWhatItNames() throws {
        var rules = try rules(allow: ["169.254.169.0/24", "10.1.0.0/16", "*"])
        rules.allowsPrivate = false
        #expect(try refusal(rules, "169.254.169.254") == nil)
        #expect(try refusal(rules, "169.254.170.2") == .closed(.linkLocal))
        #expect(try refusal(rules, "10.1.2.3") == nil)
        #expect(try refusal(rules, "::ffff:10.1.2.3") == nil)
        #expect(try refusal(rules, "10.2.2.3") == .closed(.privateUse))
        // Only the address itself is opened, not one that a tunnel may lead to it from.
        #expect(try refusal(rules, "2002:0a01:0203::1") == .closed(.privateUse))
        #expect(try refusal(rules, "8.8.8.8") == nil)
    }

    @Test func onlyWhatIsListedIsAllowed() throws {
        let rules = try rules(allow: ["db.test:80", "192.0.2.0/24", "*.up.test"])
        #expect(try refusal(rules, "198.51.100.1", host: "db.test") == nil)
        #expect(try refusal(rules, "198.51.100.1", host: "x.up.test") == nil)
        #expect(try refusal(rules, "192.0.2.7", host: "other.test") == nil)
        #expect(try refusal(rules, "::ffff:192.0.2.7", host: "other.test") == nil)
        #expect(try refusal(rules, "198.51.100.1", host: "other.test") == .notAllowed)
        // Whoever owns a prefix of IPv6 can make any IPv4 address appear in it.
        #expect(try refusal(rules, "2001:db8::5efe:192.0.2.7", host: "other.test") == .notAllowed)
        #expect(try refusal(rules, "169.254.169.254", host: "db.test") == .closed(.linkLocal))
    }

    @Test func denyingIsStrongerThanAllowing() throws {
        let rules = try rules(allow: ["*"], deny: ["bad.test", "192.0.2.0/24", "*:22"])
        #expect(try refusal(rules, "198.51.100.1", host: "bad.test") == .denied)
        #expect(try refusal(rules, "192.0.2.1") == .denied)
        #expect(try refusal(rules, "64:ff9b::192.0.2.1") == .denied)
        #expect(try refusal(rules, "198.51.100.1") == nil)
        #expect(rules.refusal(ofHost: "a.test", port: 22) == .denied)
        #expect(rules.refusal(ofHost: "192.0.2.1", port: 80) == .denied)
    }

    @Test func aNameIsRefusedBeforeItIsLookedUp() throws {
        let named = try rules(allow: ["db.test:80"])
        #expect(named.refusal(ofHost: "db.test", port: 80) == nil)
        #expect(named.refusal(ofHost: "db.test", port: 81) == .notAllowed)
        #expect(named.refusal(ofHost: "other.test", port: 80) == .notAllowed)
        let byAddress = try rules(allow: ["192.0.2.0/24:80"])
        #expect(byAddress.refusal(ofHost: "other.test", port: 80) == nil)
        #expect(byAddress.refusal(ofHost: "other.test", port: 81) == .notAllowed)
        #expect(byAddress.refusal(ofHost: "192.0.3.1", port: 80) == .notAllowed)
        #expect(OutboundRules().refusal(ofHost: "169.254.169.254", port: 80) == .closed(.linkLocal))
        #expect(OutboundRules().refusal(ofHost: "metadata.google.internal", port: 80) == nil)
    }
}
