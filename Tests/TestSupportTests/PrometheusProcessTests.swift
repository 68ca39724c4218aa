import TestSupport
import Testing

@Suite struct PrometheusProcessTests {
    @Test func answersWithThePasswordOnly() throws {
        let prometheus = try PrometheusProcess()
        let target = "/api/v1/query?query=vector(7)"
        let reader = Caller(port: prometheus.port, user: PrometheusProcess.user, password: PrometheusProcess.password)
        #expect(try reader.call("GET", target).json()["status"] == "success")
        #expect(try Caller(port: prometheus.port, authorization: nil).call("GET", target).status == 401)
    }
}
