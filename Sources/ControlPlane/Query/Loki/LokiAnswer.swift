internal import JSON

/// Loki's answer to a query as frames. Pure; for compute threads.
enum LokiAnswer {
    static func frames(of answer: SourceAnswer, to query: LokiQuery) throws(QueryError) -> [DataFrame] {
        guard answer.isSuccess else { throw error(of: answer) }
        return try AnswerProblem.catching(in: answer.body, blame: .downstream) { body in
            try frames(of: body, to: query)
        }
    }

    /// The member `message` of the body, or all of it.
    static func error(of answer: SourceAnswer) -> QueryError {
        let message = (try? JSONValue(parsing: answer.body.span))?["message"]?.stringValue ?? ""
        return QueryError(message.isEmpty ? answer.words : message, status: answer.status)
    }

    private static func frames(of body: Span<UInt8>, to query: LokiQuery) throws -> [DataFrame] {
        let parts = try LokiAnswerParts(body)
        guard let result = parts.result else { throw QueryError("the answer of Loki has no result") }
        var budget = PointBudget()
        var cursor = JSONCursor(body.extracting(result))
        let stats = LokiStats.stats(in: parts.stats)
        var frames: [DataFrame]
        switch parts.resultType {
        case "streams":
            var streams = LokiStreams(isCategorized: parts.isCategorized)
            try streams.read(&cursor, body.extracting(result), budget: &budget)
            frames = [streams.frame(of: query, stats: stats)]
        case "matrix", "vector", "scalar":
            var series = LokiSeries(query, stats: stats, budget: budget)
            try series.read(&cursor, body.extracting(result), isList: parts.resultType != "scalar")
            frames = series.frames
        default:
            throw QueryError(
                "Loki answered with a result of an unknown type: \(parts.resultType.prefix(64).description.goQuoted)")
        }
        for index in frames.indices { frames[index].meta?.notices = parts.warnings.map { FrameNotice(.warning, $0) } }
        return frames
    }
}
