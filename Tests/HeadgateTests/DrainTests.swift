import Foundation
import TestSupport
import Testing

/// SIGTERM while many callers call.
@Suite struct DrainTests {
    private struct Report: Sendable {
        var answered = 0
        /// A request that was sent and had no answer.
        var failures: [String] = []
        var wasTold = false
    }

    @Test("no call on an open connection fails: each is answered, the last with Connection: close")
    func noCallFails() throws {
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer("ok"))] }
        let server = try HeadgateProcess()
        let id = try server.admin.createSourceID([
            "type": "graphite", "access": "proxy", "url": .string(upstream.url),
        ])
        let token = try server.token(role: .viewer)
        let caller = Caller(port: server.port, authorization: "Bearer \(token)")
        let answered = Watched(0)
        let callers = 40
        let reports = Watched([Report]())
        for index in 0..<callers {
            // Half of them call the control plane every other time.
            let targets = [
                "/api/datasources/proxy/\(id)/x", index % 2 == 0 ? "/api/org" : "/api/datasources/proxy/\(id)/y",
            ]
            Parallel.start {
                let report = Self.call(caller, targets, answered)
                reports.change { $0.append(report) }
            }
        }
        try answered.wait(for: "the calls to be under way") { $0 >= 50 * callers }
        #expect(try server.stop().exit == .code(0))
        let all = try reports.wait(for: "all callers to end") { $0.count == callers }
        #expect(all.allSatisfy { $0.failures.isEmpty }, "\(all.flatMap(\.failures).prefix(3))")
        #expect(all.allSatisfy { $0.wasTold })
        #expect(all.allSatisfy { $0.answered > 0 })
    }

    /// Calls again and again on one connection until an answer says that it is the last.
    private static func call(_ caller: Caller, _ targets: [String], _ answered: Watched<Int>) -> Report {
        var report = Report()
        do {
            let connection = try RawConnection(port: caller.port)
            while !report.wasTold {
                let target = targets[report.answered % 2]
                try connection.send(caller.request("GET", target, close: false))
                let answer = try connection.readAnswer()
                if answer.status != 200 { report.failures.append("\(target): \(answer.status)") }
                report.answered += 1
                report.wasTold = answer.field("connection")?.lowercased() == "close"
                answered.change { $0 += 1 }
            }
        } catch {
            report.failures.append("behind \(report.answered) answers: \(error)")
        }
        return report
    }
}
