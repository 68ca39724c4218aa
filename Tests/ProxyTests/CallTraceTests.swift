import Catalog
import Testing

@testable import Proxy

/// What a source reads of the trace that a call belongs to.
@Suite struct CallTraceTests {
    private static let valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    private static let made = "00-5692161d100b05e5f266013d2aef0136-cb486e62228f1f1f-00"
    private let house: SealedHouse

    init() throws { house = try SealedHouse() }

    /// The source's `traceparent` and `tracestate` lines for a call with these fields.
    private func traced(_ fields: [String], jsonData: String = "{}") throws -> [String] {
        let source = try house.source(url: "http://a.test", jsonData: jsonData)
        let request = (["GET /api/datasources/proxy/1/x HTTP/1.1", "Host: h"] + fields + ["", ""])
            .joined(separator: "\n")
        return try rewritten(request, to: source, in: house).split(separator: "\r\n").map(String.init)
            .filter { $0.lowercased().hasPrefix("trace") }
    }

    @Test func aValidTraceIsPassedOnWithItsState() throws {
        let lines = try traced(["tracestate: a=1", "Traceparent: \(Self.valid)", "tracestate: b=2"])
        #expect(lines == ["tracestate: a=1", "tracestate: b=2", "traceparent: \(Self.valid)"])
    }

    @Test func withoutATraceOneIsMade() throws {
        #expect(try traced([]) == ["traceparent: \(Self.made)"])
    }

    @Test(
        "what is not valid is replaced, and its state is dropped",
        arguments: [
            [], ["traceparent: 00-4bf9"], ["traceparent: \(valid)", "traceparent: \(valid)"],
            ["traceparent: \(valid)", "Connection: traceparent"],
        ])
    func invalid(fields: [String]) throws {
        #expect(try traced(fields + ["tracestate: a=1"]) == ["traceparent: \(Self.made)"])
    }

    @Test func aSourceMayHaveATraceOfItsOwn() throws {
        let source = try house.source(
            url: "http://a.test", jsonData: #"{"httpHeaderName1":"traceparent"}"#, secrets: ["httpHeaderValue1": "own"])
        let request = "GET /api/datasources/proxy/1/x HTTP/1.1\nHost: h\ntraceparent: \(Self.valid)\n\n"
        let lines = try rewritten(request, to: source, in: house).split(separator: "\r\n")
        #expect(lines.filter { $0.hasPrefix("traceparent") } == ["traceparent: own"])
    }
}
