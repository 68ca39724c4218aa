import TestSupport
import Testing

@Suite struct InfluxProcessTests {
    @Test func keepsPointsForThoseWhoKnowThePassword() throws {
        let influx = try InfluxProcess()
        try influx.write("cpu v=1 1700000000000000000")
        let target = "/query?db=\(InfluxProcess.database)&epoch=ms&q=SELECT%20v%20FROM%20cpu"
        #expect(try influx.caller.call("GET", target).text.contains("[1700000000000,1]"))
        #expect(try Caller(port: influx.port, authorization: nil).call("GET", target).status == 401)
    }
}
