import Reactor
import Testing

@testable import Upstream

@Suite struct OutboundPatternTests {
    private func problem(_ text: String) -> OutboundPatternError? {
        do throws(OutboundPatternError) {
            _ = try OutboundPattern(parsing: text)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            ("*", "a.test", 80, true), ("*:443", "a.test", 443, true), ("*:443", "a.test", 444, false),
            ("a.test", "a.test", 1, true), ("A.Test", "a.test", 1, true), ("a.test", "b.a.test", 1, false),
            ("a.test", "xa.test", 1, false), ("a.test", "a.test.evil", 1, false), ("a.test:80", "a.test", 8080, false),
            ("*.a.test", "b.a.test", 1, true), ("*.a.test", "c.b.a.test", 1, true), ("*.a.test", "a.test", 1, false),
            ("*.a.test", "xa.test", 1, false), ("*.a.test:9000-9099", "b.a.test", 9099, true),
            ("*.a.test:9000-9099", "b.a.test", 9100, false), ("my_service:9090", "my_service", 9090, true),
            ("10.0.0.0/8", "10.0.0.0", 1, false),
        ] as [(String, String, UInt16, Bool)])
    func aNameMatchesWholeAndByItsPort(_ text: String, _ host: String, _ port: UInt16, _ matches: Bool) throws {
        let pattern = try OutboundPattern(parsing: text)
        #expect(pattern.matches(host: host, port: port) == matches)
    }

    @Test(
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", 1, true), ("10.0.0.0/8", "11.0.0.1", 1, false),
            ("0.0.0.0/0", "8.8.8.8", 1, true),
            ("0.0.0.0/0", "::1", 1, false), ("::/0", "8.8.8.8", 1, false), ("::/0", "2001:db8::1", 1, true),
            ("10.1.2.3", "10.1.2.3", 9, true), ("10.1.2.3:9", "10.1.2.3", 9, true),
            ("10.1.2.3:9", "10.1.2.3", 8, false),
            ("10.1.2.3/32:9-10", "10.1.2.3", 10, true), ("fd00::/8", "fdff::1", 1, true),
            ("fd00::1", "fd00::1", 1, true),
            ("fd00::/8", "fe00::1", 1, false), ("[fd00::1]:9", "fd00::1", 9, true),
            ("[fd00::1]:9", "fd00::1", 10, false),
            ("[fd00::/8]:9", "fd12::1", 9, true), ("[fd00::]/8:9", "fd12::1", 9, true),
            ("[fd00::]/8", "fd12::1", 9, true),
            ("::ffff:10.0.0.0/104", "10.9.9.9", 1, true), ("*", "10.9.9.9", 1, false), ("a.test", "10.9.9.9", 1, false),
        ] as [(String, String, UInt16, Bool)])
    func aNetworkMatchesItsAddresses(_ text: String, _ address: String, _ port: UInt16, _ matches: Bool) throws {
        let pattern = try OutboundPattern(parsing: text)
        let address = try #require(SocketAddress(literal: address, port: port))
        #expect(pattern.matches(address) == matches)
    }

    @Test(
        arguments: [
            ("", .empty), (":80", .empty), ("a.test:", .badPorts), ("a.test:0", .badPorts), ("a.test:65536", .badPorts),
            ("a.test:9-8", .badPorts), ("a.test:1-2-3", .badPorts), ("a.test:+1", .badPorts), ("*:x", .badPorts),
            ("10.1.0.0/8", .bitsBehindPrefix), ("fd00::1/8", .bitsBehindPrefix), ("10.0.0.0/33", .badPrefix(max: 32)),
            ("10.0.0.0/", .badPrefix(max: 32)), ("10.0.0.0/-1", .badPrefix(max: 32)), ("::/129", .badPrefix(max: 128)),
            ("a.test/8", .badAddress), ("[a.test]:80", .badAddress), ("[10.0.0.1]", .badAddress), ("[::1", .badAddress),
            ("[::g]", .badAddress),
            ("1.2.3", .badHost), ("0x7f.1", .badHost), ("010.0.0.1", .badHost), ("http://a.test", .badPorts),
            ("user@a.test", .badHost), ("a.test#x", .badHost), ("a..test", .badHost), ("*a.test", .badHost),
            ("*.", .badHost), ("*.*.test", .badHost), ("a.*.test", .badHost), ("bücher.example", .badHost),
            ("a.test.", .badHost), ("[::1]80", .badAddress),
        ] as [(String, OutboundPatternError)])
    func whatIsNoPatternIsRefused(_ text: String, _ expected: OutboundPatternError) {
        #expect(problem(text) == expected)
    }
}
