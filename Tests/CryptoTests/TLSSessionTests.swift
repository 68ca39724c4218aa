import Bytes
import COpenSSL
import TestSupport
import Testing

@testable import Crypto

/// A client's session against OpenSSL's own server, in one process and without a socket.
@Suite struct TLSSessionTests {
    private static let authority = TLSIdentity("ca", isAuthority: true)
    private static let stranger = TLSIdentity("other", isAuthority: true)
    private static let server = TLSIdentity(
        "s", names: "DNS:up.test,DNS:*.wild.test,IP:127.0.0.1,IP:::1", by: authority)
    private static let client = TLSIdentity("c", by: authority, usage: "clientAuth")

    private static func settings(_ edit: (inout TLSClientSettings) -> Void = { _ in }) -> TLSClientSettings {
        var settings = TLSClientSettings()
        settings.authorities = secret(authority.certificatePEM)
        edit(&settings)
        return settings
    }

    private static func secret(_ text: String) -> SecretBytes { SecretBytes(copying: Array(text.utf8).span) }

    private static func context(_ edit: (inout TLSClientSettings) -> Void = { _ in }) throws -> TLSClientContext {
        try TLSClientContext(settings(edit))
    }

    /// Carries bytes between the two, `piece` at a time, until both are done or one has failed.
    private static func shake(_ session: inout TLSSession, _ server: TLSServer, piece: Int = .max) -> TLSHandshake {
        while true {
            let step = session.handshake()
            server.put(session.takeOutgoing().span.copy())
            server.step()
            if step != .needsBytes { return step }
            let bytes = server.takeOutgoing()
            guard !bytes.isEmpty else { return step }
            for start in stride(from: 0, to: bytes.count, by: min(piece, bytes.count)) {
                feed(&session, Array(bytes[start..<min(bytes.count, start + min(piece, bytes.count))]))
                let last = start + min(piece, bytes.count) >= bytes.count
                if !last, session.handshake() != .needsBytes { continue }
            }
        }
    }

    private static func feed(_ session: inout TLSSession, _ bytes: [UInt8]) {
        var buffer = ByteBuffer()
        buffer.append(bytes)
        session.feed(buffer)
    }

    private static func outcome(
        _ server: TLSServer, host: String = "up.test", now: Int64 = TLSIdentity.now,
        _ edit: (inout TLSClientSettings) -> Void = { _ in }
    ) throws -> TLSHandshake {
        var session = TLSSession(try context(edit), host: host, unixSeconds: now)
        return shake(&session, server)
    }

    /// A finished pair.
    private static func pair(
        _ server: TLSServer, resuming ticket: TLSTicket? = nil, piece: Int = .max,
        _ edit: (inout TLSClientSettings) -> Void = { _ in }
    ) throws -> TLSSession {
        var session = TLSSession(try context(edit), host: "up.test", resuming: ticket, unixSeconds: TLSIdentity.now)
        #expect(shake(&session, server, piece: piece) == .done)
        let rest = server.takeOutgoing()
        if !rest.isEmpty { feed(&session, rest) }
        return session
    }

    private static func read(_ session: inout TLSSession, upTo maximum: Int = 1 << 20) -> (TLSRead, [UInt8]) {
        var buffer = ByteBuffer()
        let step = session.read(into: &buffer, upTo: maximum)
        return (step, buffer.span.copy())
    }

    // What #expect needs of a value that it cannot copy.

    private static func look(
        _ session: inout TLSSession
    ) -> (hasInput: Bool, isResumed: Bool, hasOutgoing: Bool, ticket: TLSTicket?) {
        (session.hasInput, session.isResumed, session.hasOutgoing, session.ticket())
    }

    private static func step(_ session: inout TLSSession) -> TLSHandshake { session.handshake() }

    private static func write(
        _ session: inout TLSSession, _ first: Span<UInt8>, _ second: Span<UInt8> = Span(), _ third: Span<UInt8> = Span()
    ) -> TLSFailure? {
        session.write(first, second, third)
    }

    // MARK: Handshake

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func handshakesFinishInOnePieceAndByteByByte(_ version: Int32) throws {
        for piece in [1, 2, 7, .max] {
            let server = TLSServer(Self.server, versionMax: version)
            _ = try Self.pair(server, piece: piece)
            #expect(server.isOpen && server.name == "up.test")
        }
    }

    @Test(arguments: [
        ("up.test", true), ("UP.test", true), ("up.test.", true), ("127.0.0.1", true), ("::1", true),
        ("a.wild.test", true), ("a.b.wild.test", false), ("wild.test", false), ("x.up.test", false),
        (".test", false), (".wild.test", false), ("127.0.0.2", false), ("other.test", false), ("", false),
        ("up.test\0.evil", false), ("*.wild.test", false), ("s", false), ("up test", false),
    ])
    func theCertificateHasToBeForTheHost(_ host: String, _ isRight: Bool) throws {
        #expect(try Self.outcome(TLSServer(Self.server), host: host) == (isRight ? .done : .failed(.wrongName)))
        #expect(
            try Self.outcome(TLSServer(Self.server), host: "dialled.test") { $0.serverName = host }
                == (isRight ? .done : .failed(.wrongName)))
    }

    @Test func onlyNamesAreSentAsServerName() throws {
        for (host, sent) in [("up.test", "up.test"), ("up.test.", "up.test"), ("127.0.0.1", nil), ("::1", nil)] {
            let server = TLSServer(Self.server)
            #expect(try Self.outcome(server, host: host) == .done)
            #expect(server.name == sent)
        }
    }

    @Test func aCommonNameIsNoName() throws {
        let server = TLSServer(TLSIdentity("up.test", by: Self.authority))
        #expect(try Self.outcome(server) == .failed(.wrongName))
    }

    @Test("A-249: untrusted, expired and misused certificates are refused, each for its reason")
    func badCertificatesAreRefused() throws {
        let names = "DNS:up.test"
        let early = TLSIdentity.valid.lowerBound...TLSIdentity.valid.lowerBound + 10
        let cases: [(TLSIdentity, TLSFailure)] = [
            (TLSIdentity("self", names: names), .untrusted),
            (TLSIdentity("o", names: names, by: Self.stranger), .untrusted),
            (TLSIdentity("old", names: names, by: Self.authority, validity: early), .outOfDate),
            (TLSIdentity("cl", names: names, by: Self.authority, usage: "clientAuth"), .untrusted),
            (TLSIdentity("not-an-authority", names: names, by: Self.client), .untrusted),
        ]
        for (identity, failure) in cases {
            let server = TLSServer(identity)
            #expect(try Self.outcome(server) == .failed(failure))
            #expect(!server.isOpen)
            #expect(try Self.outcome(TLSServer(identity)) { $0.skipsVerification = true } == .done)
        }
        #expect(try Self.outcome(TLSServer(Self.server), now: 1_500_000_000) == .failed(.outOfDate))
        #expect(try Self.outcome(TLSServer(Self.server)) { $0.authorities = nil } == .failed(.untrusted))
    }

    @Test func whatIsGivenAsAuthorityIsTrustedAsItIs() throws {
        let alone = TLSIdentity("self", names: "DNS:up.test")
        #expect(
            try Self.outcome(TLSServer(alone)) { $0.authorities = Self.secret(alone.certificatePEM) } == .done)
        #expect(
            try Self.outcome(TLSServer(Self.server)) {
                $0.authorities = Self.secret(
                    "# ours\n\(Self.stranger.certificatePEM)\n-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"
                        + Self.authority.certificatePEM)
            } == .done)
        #expect(
            try Self.outcome(TLSServer(Self.server)) { $0.authorities = Self.secret(Self.server.certificatePEM) }
                == .done
        )
    }

    @Test func versionsBefore1_2AreRefused() throws {
        let server = TLSServer(Self.server, versionMax: TLS1_1_VERSION, weak: true)
        #expect(try Self.outcome(server) == .failed(.oldVersion))
        #expect(!server.isOpen)
    }

    @Test func somethingElseThanTLSIsToldApart() throws {
        var session = TLSSession(try Self.context(), host: "up.test", unixSeconds: TLSIdentity.now)
        #expect(Self.step(&session) == .needsBytes)
        Self.feed(&session, Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        #expect(Self.step(&session) == .failed(.notTLS))
        #expect(Self.step(&session) == .failed(.notTLS))
        #expect(Self.read(&session).0 == .failed(.notTLS))
    }

    // MARK: Client certificates

    @Test func aClientCertificateIsSentWhenAsked() throws {
        for version in [TLS1_2_VERSION, TLS1_3_VERSION] {
            let server = TLSServer(Self.server, clients: Self.authority, versionMax: version)
            _ = try Self.pair(server) {
                $0.clientCertificate = Self.secret(Self.client.certificatePEM)
                $0.clientKey = Self.secret(Self.client.keyPEM)
            }
            #expect(server.isOpen && server.hasPeerCertificate)
        }
    }

    @Test func withoutAClientCertificateTheServerRefuses() throws {
        let old = TLSServer(Self.server, clients: Self.authority, versionMax: TLS1_2_VERSION)
        #expect(try Self.outcome(old) == .failed(.refusedByPeer))
        // TLS 1.3 tells behind the handshake.
        let server = TLSServer(Self.server, clients: Self.authority)
        var session = TLSSession(try Self.context(), host: "up.test", unixSeconds: TLSIdentity.now)
        #expect(Self.shake(&session, server) == .done)
        Self.feed(&session, server.takeOutgoing())
        #expect(Self.read(&session).0 == .failed(.refusedByPeer))
    }

    // MARK: Bytes

    @Test func bytesArriveWhateverTheirPieces() throws {
        var random = SeededGenerator(seed: 20)
        let server = TLSServer(Self.server)
        var session = try Self.pair(server)
        for count in [1, 100, 16_384, 16_385, 300_000] {
            let sent = random.bytes(count)
            #expect(Self.write(&session, sent.span) == nil)
            server.put(session.takeOutgoing().span.copy())
            #expect(server.read() == sent)

            server.write(sent)
            let wire = server.takeOutgoing()
            var received: [UInt8] = []
            var start = 0
            while start < wire.count {
                let end = min(wire.count, start + (count < 1_000 ? 1 : Int.random(in: 1...40_000, using: &random)))
                Self.feed(&session, Array(wire[start..<end]))
                start = end
                while session.hasInput {
                    let (step, bytes) = Self.read(&session, upTo: 10_000)
                    received += bytes
                    #expect(step == .needsBytes || step == .bytes(bytes.count))
                }
            }
            #expect(received == sent)
        }
    }

    @Test func plaintextThatIsLeftIsTold() throws {
        let server = TLSServer(Self.server)
        var session = try Self.pair(server)
        while session.hasInput { _ = Self.read(&session) }
        server.write([1, 2, 3])
        Self.feed(&session, server.takeOutgoing())
        #expect(Self.look(&session).hasInput)
        #expect(Self.read(&session, upTo: 2) == (.bytes(2), [1, 2]))
        #expect(Self.look(&session).hasInput)
        #expect(Self.read(&session) == (.bytes(1), [3]))
        #expect(!Self.look(&session).hasInput)
    }

    @Test func smallPiecesShareARecord() throws {
        let server = TLSServer(Self.server)
        var session = try Self.pair(server)
        #expect(
            Self.write(&session, Array("5\r\n".utf8).span, Array("hello".utf8).span, Array("\r\n".utf8).span) == nil)
        let wire = session.takeOutgoing().span.copy()
        #expect(wire.count < 64 && Int(wire[3]) << 8 | Int(wire[4]) == wire.count - 5)
        server.put(wire)
        #expect(String(decoding: server.read(), as: UTF8.self) == "5\r\nhello\r\n")
    }

    @Test func anAnnouncedEndIsAnEnd() throws {
        let server = TLSServer(Self.server)
        var session = try Self.pair(server)
        server.write([9])
        server.close()
        Self.feed(&session, server.takeOutgoing())
        #expect(Self.read(&session) == (.bytes(1), [9]))
        #expect(Self.look(&session).hasInput)
        #expect(Self.read(&session).0 == .ended)
    }

    @Test(
        "buffers are given back between records and not within one, and taken anew",
        arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func buffersAreGivenBackBetweenRecords(_ version: Int32) throws {
        let server = TLSServer(Self.server, versionMax: version)
        var session = try Self.pair(server)
        for round in UInt8(0)..<3 {
            server.write([round, 1, 2])
            let record = server.takeOutgoing()
            Self.feed(&session, Array(record.dropLast()))
            #expect(Self.read(&session).0 == .needsBytes)
            let isReleasedWithin = session.releaseBuffers()
            #expect(!isReleasedWithin)
            Self.feed(&session, Array(record.suffix(1)))
            #expect(Self.read(&session).1 == [round, 1, 2])
            let isReleased = session.releaseBuffers()
            #expect(isReleased)
        }
    }

    @Test func changedBytesAreRefused() throws {
        let server = TLSServer(Self.server)
        var session = try Self.pair(server)
        server.write([1, 2, 3])
        var wire = server.takeOutgoing()
        wire[wire.count - 1] ^= 1
        Self.feed(&session, wire)
        #expect(Self.read(&session).0 == .failed(.broken))
        #expect(Self.write(&session, [1].span) == .broken)
    }

    @Test func newKeysAreTakenAndAnswered() throws {
        let server = TLSServer(Self.server)
        var session = try Self.pair(server)
        while session.hasInput { _ = Self.read(&session) }
        for byte: UInt8 in 0..<100 {
            server.updateKey()
            server.write([byte])
            Self.feed(&session, server.takeOutgoing())
            #expect(Self.read(&session) == (.bytes(1), [byte]))
            #expect(Self.write(&session, [byte].span) == nil)
            server.put(session.takeOutgoing().span.copy())
            #expect(server.read() == [byte])
        }
    }

    @Test func closingIsAnnouncedOnce() throws {
        let server = TLSServer(Self.server)
        var session = try Self.pair(server)
        session.close()
        #expect(Self.look(&session).hasOutgoing)
        _ = session.takeOutgoing()
        session.close()
        #expect(!Self.look(&session).hasOutgoing)
    }

    // MARK: Resumption

    @Test func ticketsShortenTheNextHandshake() throws {
        for version in [TLS1_2_VERSION, TLS1_3_VERSION] {
            let server = TLSServer(Self.server, versionMax: version)
            var first = try Self.pair(server)
            #expect(!Self.look(&first).isResumed)
            while first.hasInput { _ = Self.read(&first) }
            let ticket = try #require(Self.look(&first).ticket)
            server.accept()
            first = try Self.pair(server, resuming: ticket)
            #expect(Self.look(&first).isResumed)
        }
    }

    @Test func aTicketIsGoodAfterItsConnectionIsGone() throws {
        let server = TLSServer(Self.server)
        func ticket() throws -> TLSTicket? {
            var session = try Self.pair(server)
            while session.hasInput { _ = Self.read(&session) }
            return session.ticket()
        }
        let kept = try #require(try ticket())
        server.accept()
        var session = try Self.pair(server, resuming: kept)
        #expect(Self.look(&session).isResumed)
    }

    @Test func thereIsNoTicketOfAFailedSession() throws {
        let server = TLSServer(Self.stranger)
        var session = TLSSession(try Self.context(), host: "up.test", unixSeconds: TLSIdentity.now)
        #expect(Self.shake(&session, server) == .failed(.untrusted))
        #expect(Self.look(&session).ticket == nil)
    }

    // MARK: ALPN

    @Test func theHelloOffersHTTP1Only() throws {
        var session = TLSSession(try Self.context(), host: "up.test", unixSeconds: TLSIdentity.now)
        #expect(Self.step(&session) == .needsBytes)
        let hello = session.takeOutgoing().span.copy()
        let offer = [0, 16, 0, 11, 0, 9, 8] + Array("http/1.1".utf8)
        #expect((0..<hello.count - offer.count).contains { hello[$0..<$0 + offer.count].elementsEqual(offer) })
    }
}
