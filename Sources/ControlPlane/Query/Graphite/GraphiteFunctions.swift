internal import JSON

/// Graphite's list of functions.
enum GraphiteFunctions {
    private static let limits = JSONLimits(bytesMax: 16 << 20)

    /// The list as it is, but that a default of `Infinity`, which is no JSON, becomes `1e9999`, which readers take for infinite. Nothing
    /// when it is no JSON even then.
    @Sendable static func rewritten(_ answer: SourceAnswer) -> [UInt8]? {
        let infinity = Array(": Infinity".utf8)
        var body: [UInt8] = []
        body.reserveCapacity(answer.body.count)
        var rest = answer.body[...]
        while let byte = rest.first {
            if byte == infinity[0], rest.starts(with: infinity) {
                body += ": 1e9999".utf8
                rest = rest.dropFirst(infinity.count)
            } else {
                body.append(byte)
                rest = rest.dropFirst()
            }
        }
        return (try? JSONValue(parsing: body.span, limits: limits)) == nil ? nil : body
    }
}
