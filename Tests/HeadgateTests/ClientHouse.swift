import Foundation
import TestSupport
import Testing

/// A server with a data source of each kind that real clients ask, called by its type: real stores where Debian has them, canned answers
/// for the rest.
final class ClientHouse: Sendable {
    let server: HeadgateProcess
    let prometheus: PrometheusProcess
    private let influx: InfluxProcess
    private let graphite: GraphiteProcess
    private let postgres: PostgresProcess
    private let canned: ScriptedUpstream

    init() throws {
        prometheus = try PrometheusProcess()
        influx = try InfluxProcess()
        graphite = try GraphiteProcess()
        postgres = try PostgresProcess()
        canned = try ScriptedUpstream { [.send(CannedStores.answer(to: $0.target))] }
        server = try HeadgateProcess()
        let now = Int(Date().timeIntervalSince1970)
        try influx.write("cpu,host=a usage=1.5 \(now - 120)000000000")
        try graphite.write("plant.press.heat", 1.5, at: now / 60 * 60 - 120)
        _ = try prometheus.waitForScrape()
        try createSources()
    }

    private func createSources() throws {
        try create(
            "prometheus", prometheus.url,
            [
                "basicAuth": true, "basicAuthUser": .string(PrometheusProcess.user),
                "secureJsonData": ["basicAuthPassword": .string(PrometheusProcess.password)],
            ])
        try create(
            "influxdb", influx.url,
            [
                "user": .string(InfluxProcess.user), "database": .string(InfluxProcess.database),
                "jsonData": ["dbName": .string(InfluxProcess.database)],
                "secureJsonData": ["password": .string(InfluxProcess.password)],
            ])
        try create(
            "postgres", postgres.address,
            [
                "user": .string(PostgresProcess.user),
                "jsonData": ["database": .string(PostgresProcess.database), "sslmode": "disable"],
                "secureJsonData": ["password": .string(PostgresProcess.password)],
            ])
        try create("graphite", graphite.url)
        try create("testdata", "")
        try create(
            "elasticsearch", canned.url,
            ["database": "logs", "jsonData": ["index": "logs", "timeField": "@timestamp"]])
        for type in ["loki", "tempo", "jaeger", "zipkin", "opentsdb"] { try create(type, canned.url) }
    }

    private func create(_ type: String, _ url: String, _ more: [String: JSONTree] = [:]) throws {
        let basics: [String: JSONTree] = [
            "uid": .string(type), "name": .string(type), "type": .string(type), "access": "proxy", "url": .string(url),
        ]
        _ = try server.admin.createSource(.object(basics.merging(more) { $1 }))
    }
}
