import Telemetry
import Testing

@testable import Daemon
@testable import Proxy

/// Metrics by data source, of which there may be more than anybody can scrape.
@Suite struct ProxyMetersTests {
    private static func call(_ source: Int64, status: Int = 200, uid: String? = nil) -> ProxyObservation {
        var call = ProxyObservation(requestID: 1, address: "127.0.0.1", method: .get, path: ObservedPath())
        call.orgID = source == 0 ? 0 : 7
        call.sourceID = source
        call.sourceUID = source == 0 ? "" : uid ?? "uid-\(source)"
        call.status = status
        call.hasAnswer = true
        call.times.firstByte = 700
        call.times.total = 900
        return call
    }

    private static func text(_ workers: [ProxyMeters]) -> String {
        let registry = MetricRegistry([]) { ProxyMetrics(workers).metrics }
        return String(decoding: registry.text(), as: UTF8.self)
    }

    private static func requests(in text: String) -> [Substring] {
        text.split(separator: "\n").filter { $0.hasPrefix("headgate_proxy_requests_total{") }
    }

    @Test func workersAreAddedUpBySourceAndClass() {
        let labels = SourceLabels(limit: 10)
        let workers = [ProxyMeters(labels: labels), ProxyMeters(labels: labels)]
        for worker in workers {
            worker.count(Self.call(3))
            worker.count(Self.call(3, status: 502))
        }
        workers[1].count(Self.call(4))
        workers[0].count(Self.call(0, status: 401))
        let text = Self.text(workers)
        #expect(
            Self.requests(in: text) == [
                #"headgate_proxy_requests_total{org="",source="(none)",class="4xx"} 1"#,
                #"headgate_proxy_requests_total{org="7",source="uid-3",class="2xx"} 2"#,
                #"headgate_proxy_requests_total{org="7",source="uid-3",class="5xx"} 2"#,
                #"headgate_proxy_requests_total{org="7",source="uid-4",class="2xx"} 1"#,
            ])
        let bucket = #"headgate_proxy_duration_seconds_bucket{org="7",source="uid-3",phase="first-byte",le="0.001"} 4"#
        #expect(text.contains(bucket + "\n"))
        let durations = text.split(separator: "\n").filter { $0.hasPrefix("headgate_proxy_duration_seconds") }
        #expect(!durations.contains { $0.contains(#"phase="connect""#) || $0.contains(#"phase="tls""#) })
    }

    @Test("open breakers are told by source, those without a label together")
    func openBreakersAreTold() {
        let labels = SourceLabels(limit: 2)
        let workers = [ProxyMeters(labels: labels), ProxyMeters(labels: labels)]
        for worker in workers { for source: Int64 in [3, 4] { worker.count(Self.call(source)) } }
        workers[0].gauges.tell(openBreakers: [3, 8, 9])
        workers[1].gauges.tell(openBreakers: [3])
        let lines = Self.text(workers).split(separator: "\n").filter { $0.hasPrefix("headgate_proxy_open_breakers{") }
        #expect(
            lines == [
                #"headgate_proxy_open_breakers{org="",source="(other)"} 2"#,
                #"headgate_proxy_open_breakers{org="7",source="uid-3"} 2"#,
                #"headgate_proxy_open_breakers{org="7",source="uid-4"} 0"#,
            ])
        workers[0].gauges.tell(openBreakers: [])
        #expect(Self.text(workers).contains(#"headgate_proxy_open_breakers{org="7",source="uid-3"} 1"#))
    }

    @Test("a source that was deleted and made anew under its uid has one series")
    func sourcesOfOneNameAreOne() {
        let worker = ProxyMeters(labels: SourceLabels(limit: 9))
        for id: Int64 in [3, 5] { worker.count(Self.call(id, uid: "same")) }
        worker.gauges.tell(openBreakers: [5])
        let lines = Self.text([worker]).split(separator: "\n")
        #expect(
            lines.filter { $0.hasPrefix("headgate_proxy_open_breakers{") }
                == [#"headgate_proxy_open_breakers{org="7",source="same"} 1"#])
        #expect(
            lines.filter { $0.hasPrefix("headgate_proxy_requests_total{") }
                == [#"headgate_proxy_requests_total{org="7",source="same",class="2xx"} 2"#])
    }

    @Test("A-162: 100,000 sources: a bounded number has labels, the same on every worker, and no call is lost")
    func manySources() {
        let labels = SourceLabels(limit: 100)
        let workers = [ProxyMeters(labels: labels), ProxyMeters(labels: labels)]
        for id in Int64(1)...100_000 {
            workers[Int(id & 1)].count(Self.call(id))
            workers[Int(id >> 1 & 1)].count(Self.call(100_001 - id))
        }
        let lines = Self.requests(in: Self.text(workers))
        #expect(lines.count == 101)
        #expect(lines.filter { $0.contains("(other)") }.count == 1)
        #expect(lines.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +) == 200_000)
        // Who has a label has all its calls there.
        let labelled = lines.filter { !$0.contains("(other)") }
        #expect(labelled.allSatisfy { $0.hasSuffix(" 2") || $0.hasSuffix(" 1") })
        #expect(labelled.filter { $0.hasSuffix(" 2") }.count >= 98)
    }

    @Test func withoutRoomAllSourcesAreCountedTogether() {
        let worker = ProxyMeters(labels: SourceLabels(limit: 0))
        for id in Int64(1)...5 { worker.count(Self.call(id)) }
        #expect(
            Self.requests(in: Self.text([worker])) == [
                #"headgate_proxy_requests_total{org="",source="(other)",class="2xx"} 5"#
            ])
    }
}
