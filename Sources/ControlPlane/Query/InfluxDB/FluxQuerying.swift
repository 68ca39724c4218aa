internal import Catalog

/// Queries in Flux. Whatever comes of one, the first frame says what was asked.
enum FluxQuerying {
    /// An answer may have this many times the points that its caller can show.
    private static let pointsFactor = 10

    static func result(of query: NativeQuery, _ source: AskedSource) async -> QueryResult {
        guard let settings = FluxSettings(source.route.source) else {
            return .failed(QueryError("missing organization in datasource configuration", blame: .plugin), frames: nil)
        }
        let text = FluxMacros(query, settings).replaced(in: query.text("query"))
        do throws(SourceFailure) {
            let answer = try await source.ask(settings.request(for: text))
            guard answer.isSuccess else {
                let error = QueryError(FluxSettings.words(of: answer), status: answer.status)
                return result([], error, asked: text)
            }
            let shown = query.maxDataPoints
            return await source.computing { Self.result(of: answer.body, asked: text, shown, settings) }
        } catch {
            return result([], QueryError(error), asked: text)
        }
    }

    private static func result(
        of body: [UInt8], asked text: String, _ shown: Int64, _ settings: FluxSettings
    ) -> QueryResult {
        let (points, overflows) = max(shown, 1).multipliedReportingOverflow(by: Int64(pointsFactor))
        var reader = FluxReader(
            body, seriesMax: settings.seriesMax, pointsMax: overflows ? .max : Int(clamping: points))
        let error = reader.read()
        return result(reader.frames, error, asked: text)
    }

    private static func result(_ frames: [DataFrame], _ error: QueryError?, asked text: String) -> QueryResult {
        var frames = frames.isEmpty ? [DataFrame()] : frames
        frames[0].meta = FrameMeta(executedQueryString: text)
        return QueryResult(frames: frames, error: error)
    }
}
