import HTTP
import Testing

@Suite struct OriginTests {
    @Test(arguments: [
        (Origin(scheme: .http, host: "a", port: 80), "a"), (Origin(scheme: .http, host: "a", port: 443), "a:443"),
        (Origin(scheme: .https, host: "a", port: 443), "a"),
        (Origin(scheme: .https, host: "::1", port: 8443), "[::1]:8443"),
    ])
    func authorityLeavesOutTheDefaultPort(_ origin: Origin, _ authority: String) {
        #expect(origin.authority == authority)
    }
}
