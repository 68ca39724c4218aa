import Foundation
import TestSupport
import Testing

/// Callers that leave in the middle of long answers.
@Suite struct CallerGoneTests {
    @Test("A-167: the source's connection ends with its caller's, and thousands of such calls leave nothing behind")
    func nothingIsLeft() throws {
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n".utf8)
        let first = head + [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
        let upstream = try ScriptedUpstream { _ in [.send(first), .awaitPeer] }
        let server = try HeadgateProcess(arguments: ["--workers", "2", "--log-level", "error"])
        let id = try server.admin.createSourceID([
            "type": "graphite", "access": "proxy", "url": .string(upstream.url),
        ])
        let token = try server.token(role: .viewer)
        let caller = Caller(port: server.port, authorization: "Bearer \(token)")
        func leave(_ count: Int) throws {
            let before = upstream.connectionCount
            for index in 0..<count {
                let connection = try RawConnection(port: server.port)
                try connection.send(caller.request("GET", "/api/datasources/proxy/\(id)/x", close: false))
                _ = try connection.readUntil { $0.count > head.count }
                if index % 2 == 0 { connection.socket.close() } else { connection.socket.reset() }
            }
            try upstream.connections.wait(for: "the source to see every caller's end") {
                $0.count == before + count && $0.allSatisfy { [.closedByPeer, .resetByPeer].contains($0.ending) }
            }
        }
        // Pipes, slabs and buffers that are kept have been made by then.
        try leave(300)
        let before = try Self.holdings(of: server.processID)
        try leave(3_000)
        let after = try Self.holdings(of: server.processID)
        #expect(after.descriptors <= before.descriptors + 2)
        #expect(Sanitizer.isOn || after.kilobytes < before.kilobytes + 2_048, "\(before) → \(after)")
        #expect(try server.stop().exit == .code(0))
    }

    private static func holdings(of process: pid_t) throws -> (descriptors: Int, kilobytes: Int) {
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
        let pages = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8).split(separator: " ")
        return (descriptors, (Int(pages[1]) ?? 0) * 4)
    }
}
