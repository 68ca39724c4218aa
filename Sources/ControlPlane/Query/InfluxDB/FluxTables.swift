internal import Bytes

/// Annotated CSV, in which InfluxDB answers Flux: tables with an empty line between them, each with lines that begin with `#`, a line of
/// names and its rows.
enum FluxTables {
    /// Rows of all tables; the error that the answer tells instead, if it does.
    static func rowCount(_ body: [UInt8]) -> Result<Int, QueryError> {
        var count = 0
        var isFirst = true
        for line in lines(of: body) {
            if line.isEmpty || line.first == UInt8(ascii: "#") {
                isFirst = true
            } else if isFirst {
                isFirst = false
                if line.starts(with: ",error".utf8) || line.starts(with: "error".utf8) {
                    return .failure(error(in: body))
                }
            } else {
                count += 1
            }
        }
        return .success(count)
    }

    private static func error(in body: [UInt8]) -> QueryError {
        let line = lines(of: body).last { !$0.isEmpty } ?? []
        return QueryError(String(decoding: line.drop { $0 == UInt8(ascii: ",") }.prefix(1_024), as: UTF8.self))
    }

    /// Without their line ends; a line break in quotes is part of a value.
    private static func lines(of body: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var isQuoted = false
        for (index, byte) in body.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard byte == UInt8(ascii: "\n"), !isQuoted else { continue }
            let end = index > start && body[index - 1] == UInt8(ascii: "\r") ? index - 1 : index
            lines.append(body[start..<end])
            start = index + 1
        }
        if start < body.count { lines.append(body[start...]) }
        return lines
    }
}
