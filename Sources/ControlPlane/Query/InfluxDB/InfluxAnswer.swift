internal import Bytes
internal import JSON

/// InfluxDB's answer to one statement as frames. Pure; for compute threads.
enum InfluxAnswer {
    /// `text` is what was asked.
    static func frames(
        of answer: SourceAnswer, to query: InfluxQuery, asked text: String
    ) throws(QueryError) -> [DataFrame] {
        guard answer.isSuccess else { throw error(of: answer) }
        return try AnswerProblem.catching(in: answer.body, blame: .downstream) { body in
            try frames(in: body, to: query, asked: text)
        }
    }

    private static func error(of answer: SourceAnswer) -> QueryError {
        let body = try? JSONValue(parsing: answer.body.span)
        let text = [body?["error"], body?["message"]].compactMap { $0?.stringValue }.first { !$0.isEmpty }
        return QueryError("InfluxDB returned error: \(text ?? answer.words)")
    }

    private static func frames(in body: Span<UInt8>, to query: InfluxQuery, asked text: String) throws -> [DataFrame] {
        var reader = InfluxReader(query, InfluxStatement(text))
        var cursor = JSONCursor(body)
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if cursor.isKey(key, "error") {
                try readError(&cursor)
            } else if cursor.isKey(key, "results"), try cursor.kind() == .array {
                try reader.read(&cursor, body)
            } else {
                try cursor.skip()
            }
        }
        try cursor.end()
        var frames = reader.frames
        if !frames.isEmpty {
            frames[0].meta = FrameMeta(preferredVisualisationType: query.format.rawValue, executedQueryString: text)
        }
        return frames
    }

    /// The member `error`, which says something unless it is empty.
    static func readError(_ cursor: inout JSONCursor) throws {
        let words = try cursor.string()
        if !words.inside.isEmpty { throw QueryError(cursor.text(words).prefix(1_024).description) }
    }
}
