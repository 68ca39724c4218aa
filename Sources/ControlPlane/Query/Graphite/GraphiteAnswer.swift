internal import Bytes
internal import JSON

/// Graphite's answer to a target as frames, one for each series. Pure; for compute threads.
enum GraphiteAnswer {
    static func frames(of answer: SourceAnswer) throws(QueryError) -> [DataFrame] {
        guard answer.isSuccess else {
            throw QueryError("request failed with error: \(GraphiteError.words(of: answer))")
        }
        return try AnswerProblem.catching(in: answer.body, blame: .plugin) { body in try frames(in: body) }
    }

    /// A list of series; Metrictank's is the member `series` of an object.
    private static func frames(in body: Span<UInt8>) throws -> [DataFrame] {
        var budget = PointBudget()
        var frames: [DataFrame] = []
        var cursor = JSONCursor(body)
        if try cursor.kind() == .object {
            try cursor.enterObject()
            while let key = try cursor.nextKey() {
                if cursor.isKey(key, "series") {
                    try read(&cursor, body, into: &frames, budget: &budget)
                } else {
                    try cursor.skip()
                }
            }
        } else {
            try read(&cursor, body, into: &frames, budget: &budget)
        }
        try cursor.end()
        return frames
    }

    private static func read(
        _ cursor: inout JSONCursor, _ body: Span<UInt8>, into frames: inout [DataFrame], budget: inout PointBudget
    ) throws {
        try cursor.enterArray()
        while try cursor.nextElement() {
            var series = GraphiteSeries()
            try series.read(&cursor, body, budget: &budget)
            frames.append(series.frame)
        }
    }
}
