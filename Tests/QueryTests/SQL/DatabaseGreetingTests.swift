import Testing

@testable import Query

@Suite struct DatabaseGreetingTests {
    @Test(arguments: [
        ("db", "db", UInt16(5432)), ("db:6000", "db", 6000), ("[::1]:6000", "::1", 6000), ("[::1]", "::1", 5432),
        ("10.0.0.1", "10.0.0.1", 5432), ("DB.Internal", "db.internal", 5432), ("[0:0::1]", "::1", 5432),
        ("db\\INSTANCE:1444;encrypt=true", "db", 1444),
    ])
    func addressesAreRead(_ url: String, _ host: String, _ port: UInt16) throws {
        let address = try #require(DatabaseAddress(url, defaultPort: 5432))
        #expect(address.host == host && address.port == port)
    }

    /// a socket's path would reach what the machine keeps for itself.
    @Test(
        "A-086",
        arguments: [
            "/var/run/postgresql", "postgres://db", "", ":5432", "db:0", "db:99999", "db:x", "[::1", "[]:1", "db:",
            "127.1", "0x7f.1", "010.0.0.1", "a,b", "db#x", "me@db", "[::1@x]", "d b",
        ])
    func otherUrlsAreNone(_ url: String) {
        #expect(DatabaseAddress(url, defaultPort: 5432) == nil)
    }

    @Test func mysqlGreetsWithItsVersion() {
        let packet: [UInt8] = [12, 0, 0, 0, 10] + Array("8.0.34".utf8) + [0, 1, 2, 3, 4]
        #expect(MySQLGreeting(packet) == .welcome(version: "8.0.34"))
    }

    @Test func mysqlMayRefuse() {
        #expect(MySQLGreeting([8, 0, 0, 0, 0xFF, 0x6A, 0x04] + Array("Host".utf8)) == .refusal("Host"))
    }

    @Test func aGreetingIsWholeWhenItsPacketIs() {
        let packet: [UInt8] = [12, 0, 0, 0, 10] + Array("8.0.34".utf8) + [0, 1, 2, 3, 4]
        #expect((0..<packet.count).allSatisfy { !MySQLGreeting.isWhole(Array(packet[..<$0])) })
        #expect(MySQLGreeting.isWhole(packet) && MySQLGreeting.isWhole(packet + [9]))
        // What is none need not be waited for.
        #expect(MySQLGreeting.isWhole(Array("HTTP/1.1".utf8)))
    }

    @Test(
        arguments: [
            [], [1, 0, 0, 0, 10], Array("HTTP/1.1 400".utf8), [255, 255, 255, 0, 10, 0], [5, 0, 0, 1, 10, 56, 0],
        ] as [[UInt8]])
    func otherBytesAreNoGreeting(_ bytes: [UInt8]) {
        #expect(MySQLGreeting(bytes) == nil)
    }

    @Test func sqlServerAnswersWithATable() {
        #expect(SQLServerLanguage.isAnswer([0x04, 0x01, 0x00, 0x2B, 0, 0, 1, 0, 0]))
        #expect(!SQLServerLanguage.isAnswer(Array("HTTP/1.1 ".utf8)))
        #expect(!SQLServerLanguage.isAnswer([0x04]))
        #expect(SQLServerLanguage.prelogin.count == 26)
    }
}
