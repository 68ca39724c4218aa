import Bytes
import COpenSSL
import Testing

@testable import Crypto

/// Both ends of a connection are ours, in one process and without a socket.
@Suite struct TLSServerContextTests {
    private static let identity = TLSIdentity("s", names: "DNS:up.test")
    private static let other = TLSIdentity("o", names: "DNS:up.test")

    private static func secret(_ text: String) -> SecretBytes { SecretBytes(copying: Array(text.utf8).span) }

    private static func context(_ identity: TLSIdentity = identity, offersHTTP2: Bool = true) throws -> TLSServerContext
    {
        try TLSServerContext(
            certificate: secret(identity.certificatePEM), key: secret(identity.keyPEM), offersHTTP2: offersHTTP2)
    }

    private static func client() throws -> TLSClientContext {
        var settings = TLSClientSettings()
        settings.authorities = secret(identity.certificatePEM)
        return try TLSClientContext(settings)
    }

    /// Carries bytes between the two until neither has any left; what each came to.
    private static func shake(
        _ client: inout TLSSession, _ server: inout TLSSession
    ) -> (client: TLSHandshake, server: TLSHandshake) {
        var outcome = (client: client.handshake(), server: TLSHandshake.needsBytes)
        while client.hasOutgoing || server.hasOutgoing {
            if client.hasOutgoing {
                server.feed(client.takeOutgoing())
                outcome.server = server.handshake()
            }
            if server.hasOutgoing {
                client.feed(server.takeOutgoing())
                outcome.client = client.handshake()
            }
        }
        return outcome
    }

    private static func problem(certificate: String, key: String) -> TLSMaterialError? {
        do throws(TLSMaterialError) {
            _ = try TLSServerContext(certificate: secret(certificate), key: secret(key), offersHTTP2: false)
            return nil
        } catch {
            return error
        }
    }

    @Test func ourTwoSidesAgreeAndSpeak() throws {
        var client = TLSSession(try Self.client(), host: "up.test", unixSeconds: TLSIdentity.now)
        var server = TLSSession(try Self.context())
        let outcome = Self.shake(&client, &server)
        #expect(outcome.client == .done && outcome.server == .done)
        // Our own client asks for HTTP/1.1 only.
        let spoken = [client.agreedProtocol, server.agreedProtocol]
        #expect(spoken == [.http11, .http11])
        let refused = client.write(Array("question".utf8).span)
        #expect(refused == nil)
        server.feed(client.takeOutgoing())
        var read = ByteBuffer()
        let step = server.read(into: &read, upTo: 100)
        let text = read.span.copy()
        #expect(step == .bytes(8) && text == Array("question".utf8))
    }

    @Test("a ticket is good for every connection of one context and for none of its successor")
    func ticketsBelongToTheContext() throws {
        let (context, settings) = (try Self.context(), try Self.client())
        var client = TLSSession(settings, host: "up.test", unixSeconds: TLSIdentity.now)
        var server = TLSSession(context)
        _ = Self.shake(&client, &server)
        var nothing = ByteBuffer()
        let step = client.read(into: &nothing, upTo: 1)
        #expect(step == .needsBytes)
        let given = client.ticket()
        let ticket = try #require(given)
        for (context, isResumed) in [(context, true), (try Self.context(), false)] {
            var client = TLSSession(settings, host: "up.test", resuming: ticket, unixSeconds: TLSIdentity.now)
            var server = TLSSession(context)
            let outcome = Self.shake(&client, &server)
            let wasResumed = server.isResumed
            #expect(outcome.client == .done && wasResumed == isResumed)
        }
    }

    @Test func materialThatCannotBeUsedIsRefused() {
        let (certificate, key) = (Self.identity.certificatePEM, Self.identity.keyPEM)
        #expect(Self.problem(certificate: certificate + Self.other.certificatePEM, key: key) == nil)
        #expect(Self.problem(certificate: "", key: key) == .certificate)
        #expect(Self.problem(certificate: String(certificate.dropLast(60)), key: key) == .certificate)
        #expect(Self.problem(certificate: certificate, key: "") == .key)
        #expect(Self.problem(certificate: certificate, key: Self.identity.lockedKeyPEM) == .key)
        #expect(Self.problem(certificate: certificate, key: Self.other.keyPEM) == .keyOfAnother)
    }

    @Test func somethingElseThanTLSFails() throws {
        var server = TLSSession(try Self.context())
        var request = ByteBuffer()
        request.append("GET / HTTP/1.1\r\n\r\n")
        server.feed(request)
        let step = server.handshake()
        #expect(step == .failed(.notTLS))
    }
}
