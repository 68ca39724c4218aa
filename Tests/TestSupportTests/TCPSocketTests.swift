import TestSupport
import Testing

@Suite struct TCPSocketTests {
    @Test func refusedConnectionsThrow() throws {
        let port = try TCPListener.freePort()
        #expect(throws: TestSupportError.self) { try TCPSocket(connectingTo: port) }
    }

    @Test func receivingEndsAtItsDeadline() throws {
        let listener = try TCPListener()
        let socket = try TCPSocket(connectingTo: listener.port)
        #expect(throws: TestSupportError.self) { try socket.receive(by: .after(seconds: 0.01)) }
    }

    @Test func aResetIsNotAnEnd() throws {
        let listener = try TCPListener()
        let (first, second) = (try TCPSocket(connectingTo: listener.port), try TCPSocket(connectingTo: listener.port))
        listener.accept()?.reset()
        listener.accept()?.close()
        #expect(try first.receive() == .reset)
        #expect(try second.receive() == .end)
    }

    @Test func shuttingAListenerDownWakesItsAcceptor() throws {
        let listener = try TCPListener()
        let ended = Watched(false)
        Parallel.start {
            while listener.accept() != nil {}
            ended.change { $0 = true }
        }
        listener.shutdown()
        try ended.wait(for: "the acceptor to end") { $0 }
    }
}
