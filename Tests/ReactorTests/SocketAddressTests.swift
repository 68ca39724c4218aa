import Testing

@testable import Reactor

@Suite struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1:80"), ("0.0.0.0", "0.0.0.0:80"), ("255.255.255.255", "255.255.255.255:80"),
        ("::", "[::]:80"), ("::1", "[::1]:80"), ("2001:db8::1", "[2001:db8::1]:80"),
        ("fe80::1:2:3:4", "[fe80::1:2:3:4]:80"), ("::ffff:10.0.0.1", "[::ffff:10.0.0.1]:80"),
    ])
    func textComesBack(_ host: String, _ text: String) throws {
        let address = try #require(SocketAddress(literal: host, port: 80))
        #expect(address.host == host)
        #expect(address.description == text)
        #expect(address.port == 80)
        #expect(address.family == (host.contains(":") ? .ipv6 : .ipv4))
    }

    @Test(arguments: [
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("0:0:0:0:0:0:0:0", "::"), ("::ffff:a00:1", "::ffff:10.0.0.1"),
    ])
    func longFormsBecomeShort(_ host: String, _ short: String) {
        #expect(SocketAddress(literal: host, port: 0)?.host == short)
    }

    @Test(arguments: [
        "", " ", "localhost", "127.1", "127.0.0.1 ", " 127.0.0.1", "127.0.0.1:80", "0177.0.0.1", "010.0.0.1",
        "0x7f.0.0.1",
        "2130706433", "127.0.0.256", "1.2.3", "1.2.3.4.5", "1.2.3.", "[::1]", "::1%lo", "fe80::1%eth0", ":::",
        "1::2::3",
        "12345::", "::1/128", "1:2:3:4:5:6:7:8:9", "127.0.0.1\0", "::1\0.example",
    ])
    func oddSpellingsAreRefused(_ host: String) {
        #expect(SocketAddress(literal: host, port: 80) == nil)
    }

    @Test(arguments: ["10.1.2.3", "2001:db8::5"])
    func theKernelsFormComesBack(_ host: String) throws {
        let address = try #require(SocketAddress(literal: host, port: 54_321))
        let copy = address.withStorage { storage, _ in SocketAddress(storage: storage.pointee) }
        #expect(copy == address)
        let length = address.withStorage { _, length in length }
        #expect(length == (address.family == .ipv4 ? 16 : 28))
    }

    @Test func anotherPortChangesNothingElse() throws {
        let address = try #require(SocketAddress(literal: "2001:db8::5", port: 1))
        #expect(address.replacingPort(with: 65_535).description == "[2001:db8::5]:65535")
        #expect(address.replacingPort(with: 1) == address)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.0.9", true), ("128.0.0.1", false), ("::1", true), ("::2", false), ("::", false),
    ])
    func loopbackIsKnown(_ host: String, _ isLoopback: Bool) {
        #expect(SocketAddress(literal: host, port: 0)?.isLoopback == isLoopback)
    }
}
