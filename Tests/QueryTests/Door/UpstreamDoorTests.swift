import Catalog
import JSON
import Testing

@testable import Query
@testable import Upstream

@Suite struct UpstreamDoorTests {
    /// How a question ends that is asked so long after its request began; the desk is closed, so that none leaves.
    private func end(after milliseconds: UInt64, timeout: JSONValue? = nil) async throws -> String {
        var configuration = CallConfiguration()
        configuration.requestMilliseconds = 60_000
        let desk = CallDesk(configuration: configuration)
        desk.beginTurn(at: 1_000)
        let door = UpstreamDoor(desk: desk, compute: ComputingHere(), userAgent: "h", login: "l", passages: 1)
        desk.beginTurn(at: 1_000 + milliseconds)
        desk.close()
        var source = DataSource.graphite
        if let timeout { source.jsonData = ["timeout": timeout] }
        let asked = try AskedSource(source, behind: door)
        do throws(SourceFailure) {
            _ = try await asked.ask(SourceRequest("GET", "x"))
            return "an answer"
        } catch { return "\(error)" }
    }

    @Test func aRequestEndsWithItsTimeWhateverItStillAsks() async throws {
        let late = "\(SourceFailure.outOfTime)"
        #expect(try await end(after: 59_999) != late)
        #expect(try await end(after: 60_000) == late)
        #expect(try await end(after: 90_000) == late)
    }

    @Test func aSourceThatMayTakeLongerHasThatTime() async throws {
        let late = "\(SourceFailure.outOfTime)"
        #expect(try await end(after: 90_000, timeout: 100) != late)
        #expect(try await end(after: 100_000, timeout: 100) == late)
        #expect(try await end(after: 60_000, timeout: 5) == late)
    }
}
