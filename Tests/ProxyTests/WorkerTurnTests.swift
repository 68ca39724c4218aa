import Downstream
import TestSupport
import Testing

@testable import Proxy

/// In which order a worker does what one turn brings.
@Suite struct WorkerTurnTests {
    /// With many callers in a turn a request would have left the caches by its end, and the sources would have nothing to do meanwhile.
    @Test("a request of HTTP/2 is on its way to its source before the next connection is read")
    func requestsGoOnAtOnce() throws {
        let gate = Gate()
        let upstream = try ScriptedUpstream { _ in [.hold(gate), .send(ScriptedUpstream.answer("x"))] }
        let house = try SealedHouse()
        let halting = HaltingKernel()
        let worker = try RunningWorker(
            house, sources: [try house.source(url: upstream.url)],
            certificate: CallerCertificate(try TLSAuthority().serverContext()), kernel: halting.makeKernel())
        let clients = try (0..<3).map { _ in try HTTP2Client(port: worker.port) }
        for client in clients {
            try client.ask("GET", "/api/x", stream: 1)
            #expect(try client.answer(on: 1).status == 200)
        }
        try halting.whileHalted {
            try clients[0].ask("GET", "/api/x", stream: 3)
        } do: {
            for client in clients {
                try client.ask("GET", WorkerHTTP2Tests.path, stream: 5, fields: [WorkerHTTP2Tests.token])
            }
        }
        #expect(try halting.calls(6).prefix(6) == [.read, .dialled, .read, .dialled, .read, .dialled])
        gate.open()
        for client in clients { #expect(try client.answer(on: 5).text == "x") }
    }
}
