import Catalog
import JSON
import Reactor
import Synchronization
import Testing

@testable import Query

/// A source's answer may be as long as it likes: no language reads one on its caller's loop.
@Suite struct ComputedAnswersTests {
    /// Says how often it was given something.
    private final class CountingPool: ComputePool {
        private let count = Mutex(0)
        var runs: Int { count.withLock { $0 } }

        func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
            count.withLock { $0 += 1 }
            return work()
        }
    }

    private static let answer = SourceAnswer(
        status: 200, fields: [("Content-Type", "application/json")],
        body: Array(#"{"status":"success","data":{"resultType":"vector","result":[]}}"#.utf8))

    private func source(
        _ type: String, _ pool: CountingPool, _ door: VectorDoor, version: String = "InfluxQL"
    ) throws -> AskedSource {
        let source = DataSource(
            id: 1, uid: "p", orgID: 1, name: "p", type: type, access: "proxy", url: "http://upstream.test",
            database: "d",
            jsonData: [
                "timeField": "t", "index": "i", "database": "d", "dbName": "d", "version": .string(version),
                "organization": "o",
            ])
        return try AskedSource(source, behind: door, compute: pool)
    }

    @Test(arguments: [
        "prometheus", "loki", "graphite", "influxdb", "Flux", "elasticsearch", "grafana-opensearch-datasource",
        "jaeger",
        "zipkin",
    ])
    func healthIsReadElsewhere(type: String) async throws {
        let (pool, door) = (CountingPool(), VectorDoor(answering: Self.answer))
        let name = type == "Flux" ? "influxdb" : type
        let asked = try source(name, pool, door, version: type == "Flux" ? "Flux" : "InfluxQL")
        _ = await SourceLanguages().language(of: name)?.health(of: asked)
        #expect(!door.sent.isEmpty && pool.runs >= door.sent.count)
    }

    @Test(arguments: [
        "prometheus", "loki", "graphite", "influxdb", "Flux", "elasticsearch", "grafana-opensearch-datasource",
    ])
    func queriesAreReadElsewhere(type: String) async throws {
        let (pool, door) = (CountingPool(), VectorDoor(answering: Self.answer))
        let name = type == "Flux" ? "influxdb" : type
        let asked = try source(name, pool, door, version: type == "Flux" ? "Flux" : "InfluxQL")
        let range = TimeRange(from: FrameTime(milliseconds: 0), to: FrameTime(milliseconds: 3_600_000))
        let model: JSONObject = [
            "expr": "up", "range": true, "target": "a", "query": "SELECT 1", "rawQuery": true,
            "metrics": [["type": "count", "id": "1"]], "bucketAggs": [["type": "date_histogram", "id": "2"]],
        ]
        let query = NativeQuery(range: range, model: model)
        _ = await SourceLanguages().language(of: name)?.query([query], of: asked)
        #expect(!door.sent.isEmpty && pool.runs >= door.sent.count)
    }
}
