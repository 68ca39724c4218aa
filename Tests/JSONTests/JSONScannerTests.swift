import JSON
import Testing

@Suite struct JSONScannerTests {
    @Test(arguments: [
        "null", " true ", "\t\r\nfalse\n", "0", "-0", "-0.0", "1e3", "1E+3", "1e-03", "0.10", "0e0", "10", "\"\"", "[]",
        "{}", "[ ]",
        "{ }", "[1 , 2]", "{\"a\" : 1 , \"b\" : [ ] }", "[[],{},[[]]]", "{\"\":0}",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u00E9\"",
        "\"\\u0000\"", "\"\u{7F}\"", "\"\u{E9}\u{20AC}\u{1F600}\u{10FFFF}\u{2028}\"", "\"/\"", "{\"a\":1,\"A\":2}",
        "{\"__proto__\":{},\"constructor\":1,\"$ref\":2,\"a.b/c\":3}", "{\"e\u{301}\":1,\"\u{E9}\":2}",
    ])
    func acceptsWhatTheStandardAllows(_ text: String) {
        #expect(refusal(of: text) == nil)
    }

    @Test(
        "A-155, A-156: malformed texts are refused with the place",
        arguments: [
            ("", JSONError(.unexpectedEnd, at: 0)), (" \n", JSONError(.unexpectedEnd, at: 2)),
            ("[", JSONError(.unexpectedEnd, at: 1)), ("{", JSONError(.unexpectedEnd, at: 1)),
            ("[1", JSONError(.unexpectedEnd, at: 2)), ("[1,", JSONError(.unexpectedEnd, at: 3)),
            ("{\"a\"", JSONError(.unexpectedEnd, at: 4)), ("{\"a\":", JSONError(.unexpectedEnd, at: 5)),
            ("\"a", JSONError(.unexpectedEnd, at: 2)), ("\"\\", JSONError(.unexpectedEnd, at: 2)),
            ("\"\\u12", JSONError(.unexpectedEnd, at: 5)), ("-", JSONError(.unexpectedEnd, at: 1)),
            ("1.", JSONError(.unexpectedEnd, at: 2)), ("1e", JSONError(.unexpectedEnd, at: 2)),
            ("1e+", JSONError(.unexpectedEnd, at: 3)), ("[1,]", JSONError(.unexpectedByte, at: 3)),
            ("[,1]", JSONError(.unexpectedByte, at: 1)), ("{\"a\":1,}", JSONError(.unexpectedByte, at: 7)),
            ("{a:1}", JSONError(.unexpectedByte, at: 1)), ("{'a':1}", JSONError(.unexpectedByte, at: 1)),
            ("{1:1}", JSONError(.unexpectedByte, at: 1)), ("{\"a\" 1}", JSONError(.unexpectedByte, at: 5)),
            ("{\"a\":}", JSONError(.unexpectedByte, at: 5)), ("[1 2]", JSONError(.unexpectedByte, at: 3)),
            ("[1}", JSONError(.unexpectedByte, at: 2)), ("{\"a\":1]", JSONError(.unexpectedByte, at: 6)),
            ("]", JSONError(.unexpectedByte, at: 0)), ("tru", JSONError(.unexpectedByte, at: 0)),
            ("True", JSONError(.unexpectedByte, at: 0)), ("nul\u{0}", JSONError(.unexpectedByte, at: 0)),
            ("NaN", JSONError(.unexpectedByte, at: 0)), ("Infinity", JSONError(.unexpectedByte, at: 0)),
            ("-Infinity", JSONError(.unexpectedByte, at: 1)), ("+1", JSONError(.unexpectedByte, at: 0)),
            (".5", JSONError(.unexpectedByte, at: 0)), ("-.5", JSONError(.unexpectedByte, at: 1)),
            ("1.e3", JSONError(.unexpectedByte, at: 2)), ("1.5.5", JSONError(.trailingBytes, at: 3)),
            ("0x10", JSONError(.trailingBytes, at: 1)), ("01", JSONError(.leadingZero, at: 0)),
            ("[-00]", JSONError(.leadingZero, at: 2)), ("1 1", JSONError(.trailingBytes, at: 2)),
            ("{}{}", JSONError(.trailingBytes, at: 2)), ("truex", JSONError(.trailingBytes, at: 4)),
            ("null\u{0}", JSONError(.trailingBytes, at: 4)), ("1//", JSONError(.trailingBytes, at: 1)),
            ("/*x*/1", JSONError(.unexpectedByte, at: 0)), ("\u{FEFF}1", JSONError(.unexpectedByte, at: 0)),
            ("[\u{A0}1]", JSONError(.unexpectedByte, at: 1)), ("[1\u{C}]", JSONError(.unexpectedByte, at: 2)),
            ("\"a\nb\"", JSONError(.controlCharacter, at: 2)), ("\"\u{0}\"", JSONError(.controlCharacter, at: 1)),
            ("\"\u{1F}\"", JSONError(.controlCharacter, at: 1)), ("\"\\x41\"", JSONError(.badEscape, at: 1)),
            ("\"\\'\"", JSONError(.badEscape, at: 1)), ("\"\\U0041\"", JSONError(.badEscape, at: 1)),
            ("\"a\\u00g0\"", JSONError(.badEscape, at: 2)), ("\"\\u+041\"", JSONError(.badEscape, at: 1)),
        ])
    func refusesEverythingElse(_ text: String, _ expected: JSONError) {
        #expect(refusal(of: text) == expected)
    }

    @Test("A-156: a UTF-16 body is refused")
    func refusesUTF16() {
        #expect(refusal(of: [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00]) == JSONError(.unexpectedByte, at: 0))
        #expect(refusal(of: [0x7B, 0x00, 0x7D, 0x00]) == JSONError(.unexpectedByte, at: 1))
    }

    // MARK: Limits

    @Test("A-154: depth is limited", arguments: [("[", "]"), ("{\"a\":", "}")])
    func depthIsLimited(_ open: String, _ close: String) {
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth) + "0" + String(repeating: close, count: depth)
        }
        #expect(refusal(of: nested(64)) == nil)
        #expect(refusal(of: nested(65)) == JSONError(.tooDeep, at: 64 * open.utf8.count))
        #expect(refusal(of: nested(3), limits: JSONLimits(depthMax: 2))?.problem == .tooDeep)
        #expect(refusal(of: "0", limits: JSONLimits(depthMax: 0)) == nil)
        #expect(refusal(of: "[]", limits: JSONLimits(depthMax: 0)) == JSONError(.tooDeep, at: 0))
    }

    @Test("A-154: a million brackets neither overflow the stack nor cost time", arguments: ["[", "{\"a\":", "[{\"\":"])
    func hostileDepthIsRefused(_ open: String) {
        let text = String(repeating: open, count: 1_000_000)
        let limits = JSONLimits(depthMax: .max, bytesMax: .max, nodesMax: .max)
        #expect(refusal(of: text, limits: JSONLimits(bytesMax: .max)) != nil)
        #expect(refusal(of: text, limits: limits)?.problem == .tooDeep)
    }

    @Test func lengthIsLimited() {
        #expect(refusal(of: "[1]", limits: JSONLimits(bytesMax: 3)) == nil)
        #expect(refusal(of: "[1] ", limits: JSONLimits(bytesMax: 3)) == JSONError(.tooManyBytes, at: 3))
        #expect(refusal(of: "1", limits: JSONLimits(bytesMax: -1)) == JSONError(.tooManyBytes, at: 0))
    }

    @Test func valuesAndKeysAreCounted() {
        #expect(refusal(of: "[1,{\"a\":2}]", limits: JSONLimits(nodesMax: 5)) == nil)
        #expect(refusal(of: "[1,{\"a\":2}]", limits: JSONLimits(nodesMax: 4)) == JSONError(.tooManyNodes, at: 8))
        #expect(refusal(of: "1", limits: JSONLimits(nodesMax: -1)) == JSONError(.tooManyNodes, at: 0))
    }

    @Test("A-183: 100,000 keys fit the default limits")
    func manyKeysAreAccepted() {
        let keys = (0..<100_000).map { "\"httpHeaderName\($0)\":0" }
        let text = "{" + keys.joined(separator: ",") + "}"
        #expect(refusal(of: text, limits: JSONLimits(bytesMax: 4 << 20)) == nil)
    }

    @Test(arguments: JSONError.Problem.allCases)
    func errorsSayWhatAndWhere(_ problem: JSONError.Problem) {
        let text = JSONError(problem, at: 17).description
        #expect(text.hasPrefix("JSON "))
        #expect(text.hasSuffix(" at byte 17"))
    }
}
