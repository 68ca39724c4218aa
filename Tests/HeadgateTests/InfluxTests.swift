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

        func query(_ model: [String: JSONTree]) throws -> RawAnswer {
            let members = model.merging(["refId": "A", "datasource": ["uid": .string(uid)]]) { own, _ in own }
            return try viewer.call(
                "POST", "/api/ds/query",
                json: ["from": "1700000000000", "to": "1700000060000", "queries": [.object(members)]])
        }
    }

    @Test func healthResourcesAndQueriesAreAnswered() throws {
        let house = try House()
        let health = try house.viewer.call("GET", "/api/datasources/uid/\(house.uid)/health")
        #expect(health.status == 200)
        #expect(try health.json()["message"] == "datasource is working. 2 measurements found")
        #expect(try house.viewer.call("GET", "/api/datasources/uid/\(house.uid)/resources/x").status == 404)

        let built = try house.query([
            "measurement": "cpu",
            "select": [[["type": "field", "params": ["usage"]], ["type": "max", "params": []]]],
            "groupBy": [
                ["type": "time", "params": ["30s"]], ["type": "tag", "params": ["host"]],
                ["type": "fill", "params": ["none"]],
            ],
            "tags": [["key": "dc", "operator": "=", "value": "eu"]], "resultFormat": "time_series",
        ])
        #expect(built.status == 200, "\(built.text)")
        let frames = try #require(built.json()["results"]?["A"]?["frames"]?.array)
        #expect(frames.map { $0["schema"]?["name"] } == ["cpu.max { host: a }", "cpu.max { host: b }"])
        #expect(frames.map { $0["data"]?["values"]?.array?.last } == [[.number(1.5), .number(2.5)], [.number(3.25)]])

        let table = try house.query([
            "rawQuery": true, "query": "SELECT * FROM cpu WHERE $timeFilter", "resultFormat": "table",
        ])
        let data = try #require(table.json()["results"]?["A"]?["frames"]?.array?.first?["data"]?["values"]?.array)
        #expect(data.count == 6)
        #expect(data[2] == ["a", "b", "a"] || data[2] == ["a", "a", "b"] || data[2] == ["b", "a", "a"])

        let failed = try house.query(["rawQuery": true, "query": "SELECT FROM"])
        #expect(failed.status == 400)
        #expect(
            try failed.json()["results"]?["A"]?["error"]?.string?.hasPrefix(
                "InfluxDB returned error: error parsing query")
                == true)
    }

    @Test func fluxIsAskedWithATokenThatStaysInside() throws {
        let token = "zQ7-flux-opens-with-this-43"
        let csv =
            "#datatype,string,long,dateTime:RFC3339,double,string\r\n#group,false,false,false,false,true\r\n#default,_result,,,,\r\n"
            + ",result,table,_time,_value,host\r\n,,0,2023-11-14T22:13:20Z,1.5,a\r\n"
        let upstream = try ScriptedUpstream { _ in [.send(ScriptedUpstream.answer(csv))] }
        let server = try HeadgateProcess()
        _ = try server.admin.createSource([
            "uid": "f", "name": "f", "type": "influxdb", "access": "proxy", "url": .string(upstream.url),
            "jsonData": ["version": "Flux", "organization": "plant"], "secureJsonData": ["token": .string(token)],
        ])
        let viewer = try server.caller(role: .viewer)
        let health = try viewer.call("GET", "/api/datasources/uid/f/health")
        #expect(try health.json()["message"] == "datasource is working. 1 buckets found")
        let answer = try viewer.call(
            "POST", "/api/ds/query",
            json: [
                "from": "1700000000000", "to": "1700000060000",
                "queries": [["refId": "A", "datasource": ["uid": "f"], "query": "from(bucket: \"b\")"]],
            ])
        let frame = try answer.json()["results"]?["A"]?["frames"]?.array?.first
        #expect(frame?["data"]?["values"] == [[1_700_000_000_000], [.number(1.5)]], "\(answer.text)")
        #expect(frame?["schema"]?["fields"]?.array?.last?["labels"] == ["host": "a"])
        #expect(upstream.requests.allSatisfy { $0.field("authorization") == "Token \(token)" })
        #expect(!health.text.contains(token) && !answer.text.contains(token))
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
