import JSON
import Testing

@testable import Control

@Suite struct HealthControllerTests {
    @Test func healthNamesBothVersions() async throws {
        let answer = try await ControlHarness().send("GET /api/health", as: .nobody)
        #expect(answer.status == 200)
        #expect(answer.text == #"{"commit":"abc","database":"ok","headgate":"0.1.0","version":"12.4.0"}"#)
    }

    @Test func aDatabaseThatDoesNotAnswerIsA503() async throws {
        let answer = try await ControlHarness(databaseAnswers: false).send("GET /api/health", as: .nobody)
        #expect(answer.status == 503)
        #expect(answer.json?["database"] == "failing")
    }

    @Test func readinessIsToldFromLife() async throws {
        #expect(try await ControlHarness().send("GET /readyz", as: .nobody).status == 200)
        let house = try ControlHarness(ready: false)
        #expect(try await house.send("GET /readyz", as: .nobody).status == 503)
        #expect(try await house.send("GET /healthz", as: .nobody).status == 200)
    }

    @Test func metricsAreText() async throws {
        let answer = try await ControlHarness().send("GET /metrics", as: .nobody)
        #expect(answer.status == 200)
        #expect(answer.text == "headgate_up 1\n")
        #expect(answer.field("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
    }
}
