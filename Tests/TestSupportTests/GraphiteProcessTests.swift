import Foundation
import TestSupport
import Testing

@Suite struct GraphiteProcessTests {
    @Test func keepsPoints() throws {
        let graphite = try GraphiteProcess()
        let minute = Int(Date().timeIntervalSince1970) / 60 * 60
        try graphite.write("a.b", 1.5, at: minute)
        let target = "/render?target=a.b&format=json&from=\(minute - 60)&until=\(minute)"
        #expect(try graphite.caller.call("GET", target).text.contains("[1.5, \(minute)]"))
    }
}
