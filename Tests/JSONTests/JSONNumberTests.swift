import JSON
import Testing

@Suite struct JSONNumberTests {
    @Test(arguments: [
        "0", "-0", "-0.0", "1.0", "1.10", "2.50", "1e3", "1E3", "1e+03", "1e-400", "1e400", "12345678901234567890",
        "0.1000000000000000055511151231257827", "-9223372036854775808", "100000000000000000000000000000000000000000000",
    ])
    func textSurvives(_ text: String) throws {
        let value = try parsed("[" + text + "]")
        #expect(value.arrayValue?.first?.numberValue?.text == text)
        #expect(written(value) == "[" + text + "]")
        #expect(JSONNumber(text: text)?.text == text)
    }

    @Test(arguments: ["", " 1", "1 ", "01", "1.", ".1", "1e", "+1", "0x1", "NaN", "--1", "1,2", "1\n"])
    func otherTextsAreNoNumbers(_ text: String) {
        #expect(JSONNumber(text: text) == nil)
    }

    @Test(
        "A-155: integers are exact or nothing",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9223372036854775808", nil), ("1.0", nil), ("1.5", nil), ("1e3", nil), ("1e400", nil), ("-0.0", nil),
        ] as [(String, Int64?)])
    func integersAreExact(_ text: String, _ expected: Int64?) throws {
        #expect(try parsed(text).int64Value == expected)
        let document = try document(text)
        #expect(document.int64(document.root) == expected)
    }

    @Test func aMebibyteOfDigitsIsNoInteger() throws {
        let text = String(repeating: "9", count: 1 << 20)
        #expect(try parsed(text).int64Value == nil)
        #expect(try parsed(text).numberValue?.double == nil)
    }

    @Test(
        arguments: [("1e3", 1000), ("-0.0", -0.0), ("0.1", 0.1), ("1e400", nil), ("-1e400", nil), ("1e-400", 0)]
            as [(String, Double?)])
    func doublesAreFinite(_ text: String, _ expected: Double?) {
        let double = JSONNumber(text: text)?.double
        #expect(double == expected)
        #expect(double?.sign == expected?.sign)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, .max])
    func integersHaveTheirText(_ value: Int64) {
        #expect(JSONNumber(value).int64 == value)
        #expect(written(.number(JSONNumber(value))) == String(value))
    }
}
