import Catalog
import JSON
import Testing

@testable import Query

/// Whether an InfluxDB that is asked in Flux works.
@Suite struct FluxHealthTests {
    private func report(
        _ body: String, status: Int = 200, settings: JSONValue = ["version": "Flux", "organization": "my org"]
    ) async throws -> (HealthReport?, [SentRequest]) {
        let door = VectorDoor(answering: SourceAnswer(status: status, body: Array(body.utf8)))
        let report = await InfluxLanguage().health(of: try AskedSource(.influxDB(settings), behind: door))
        return (report, door.sent)
    }

    @Test func bucketsAreCounted() async throws {
        let body =
            "#datatype,string,long,string\r\n#group,false,false,false\r\n#default,_result,,\r\n"
            + ",result,table,name\r\n,,0,\"a\nb\"\r\n,,0,c\r\n\r\n"
        let (report, sent) = try await report(body)
        #expect(report?.message == "datasource is working. 2 buckets found")
        #expect(report?.status == .ok)
        #expect(sent.first?.target == "/api/v2/query?org=my%20org")
        #expect(sent.first?.body.contains("buckets()") == true)
    }

    @Test(arguments: [
        (
            401, #"{"code":"unauthorized","message":"unauthorized access"}"#,
            "unauthorized: unauthorized access error reading buckets"
        ),
        (500, "boom", "boom error reading buckets"),
        (
            200, "#datatype,string,string\n#group,true,true\n#default,,\n,error,reference\n,bad things,897\n",
            "bad things,897 error reading buckets"
        ),
    ])
    func failuresAreTold(_ status: Int, _ body: String, _ message: String) async throws {
        let (report, _) = try await report(body, status: status)
        #expect(report?.message == message)
        #expect(report?.status == .error)
    }

    @Test func anOrganizationIsNeeded() async throws {
        let (report, sent) = try await report("", settings: ["version": "Flux"])
        #expect(report?.message == "missing organization in datasource configuration error performing flux query")
        #expect(sent.isEmpty)
    }

    @Test func otherVersionsAreUnknown() async throws {
        let (report, _) = try await report("", settings: ["version": "SQL"])
        #expect(report?.message == "unknown influx version ")
    }
}
