import Foundation
import TestSupport
import Testing

/// A real InfluxDB whose password only Headgate knows.
@Suite struct InfluxTests {
    private struct House {
        let influx: InfluxProcess
        let server: HeadgateProcess
        let viewer: Caller
        let uid: String

        init() throws {
            influx = try InfluxProcess()
            try influx.write(
                """
                cpu,host=a,dc=eu usage=1.5,up=true,note="x" 1700000000000000000
                cpu,host=a,dc=eu usage=2.5 1700000010000000000
                cpu,host=b,dc=eu usage=3.25 1700000000000000000
                mem,host=a used=7 1700000000000000000
                """)
            server = try HeadgateProcess()
            let source = try server.admin.createSource([
                "name": "influx", "type": "influxdb", "access": "proxy", "url": .string(influx.url),
                "user": .string(InfluxProcess.user), "jsonData": ["dbName": .string(InfluxProcess.database)],
                "secureJsonData": ["password": .string(InfluxProcess.password)],
            ])
            uid = try #require(source["uid"]?.string)
            viewer = try server.caller(role: .viewer)
        }
    }

    @Test func chunkedAnswersPassByteForByte() throws {
        let house = try House()
        let lines = (0..<3_000).map { "many,n=\($0 % 7) v=\($0) \(1_700_000_000_000_000_000 + $0)" }
        try house.influx.write(lines.joined(separator: "\n"))
        let target =
            "/query?db=\(InfluxProcess.database)&epoch=ns&chunked=true&chunk_size=50&q=SELECT%20*%20FROM%20many"
        let direct = try house.influx.caller.call("GET", target)
        let proxied = try house.viewer.call("GET", "/api/datasources/proxy/uid/\(house.uid)\(target)")
        #expect(direct.status == 200 && proxied.status == 200)
        #expect(direct.text.split(separator: "\n").count == 60)
        #expect(proxied.body == direct.body)
    }
}
