internal import JSON

/// Asks what one query asks: a range, a moment, exemplars, side by side.
struct PrometheusQuerying {
    private let source: AskedSource
    private let api: PrometheusAPI

    init(_ source: AskedSource) {
        self.source = source
        api = PrometheusAPI(source)
    }

    func result(of query: PrometheusQuery) async -> QueryResult {
        async let range = query.model.asksRange ? ask(.range, query) : nil
        async let instant = query.model.asksInstant ? ask(.instant, query) : nil
        async let exemplars = query.model.asksExemplars ? ask(.exemplars, query) : nil
        var result = QueryResult(frames: [])
        for part in await [range, instant] { if let part { result.add(part) } }
        // Exemplars adorn; a source that has none of them is no failure of the query.
        if let exemplars = await exemplars, exemplars.error == nil { result.add(exemplars) }
        return result
    }

    private enum Part {
        case range, instant, exemplars
    }

    private func ask(_ part: Part, _ query: PrometheusQuery) async -> QueryResult {
        do throws(SourceFailure) {
            let answer = try await answer(to: part, query)
            return await source.computing { Self.result(of: answer, to: query, part) }
        } catch {
            return .failed(QueryError(error))
        }
    }

    private func answer(to part: Part, _ query: PrometheusQuery) async throws(SourceFailure) -> SourceAnswer {
        let expression = ("query", query.expression)
        let ends = [("start", query.start), ("end", query.end)]
        switch part {
        case .range:
            return try await api.query(
                "api/v1/query_range", ends + [expression, ("step", query.step.secondsText)])
        case .instant: return try await api.query("api/v1/query", [expression, ("time", query.instant)])
        case .exemplars: return try await api.query("api/v1/query_exemplars", ends + [expression])
        }
    }

    // MARK: Reading

    private static func result(of answer: SourceAnswer, to query: PrometheusQuery, _ part: Part) -> QueryResult {
        guard speaksPrometheus(answer.status) else {
            return .failed(
                QueryError("unexpected response with status code \(answer.status): \(answer.words)"),
                frames: [PrometheusFrames.empty(query, tellsStep: false)])
        }
        do {
            var reader = PrometheusReader(answer.body.span)
            let read = try reader.read()
            if let refusal = read.refusal { return failed(refusal, answer.status, query) }
            var frames = PrometheusFrames.frames(of: read, to: query)
            if frames.isEmpty, !query.model.asksExemplars { frames = [PrometheusFrames.empty(query, tellsStep: true)] }
            PrometheusFrames.describe(&frames, query)
            return QueryResult(frames: frames)
        } catch let error as QueryError {
            return .failed(error, frames: [PrometheusFrames.empty(query, tellsStep: true)])
        } catch {
            return failed(PrometheusReading.text(of: error), answer.status, query)
        }
    }

    /// Statuses whose body is an answer of Prometheus, well or not.
    private static func speaksPrometheus(_ status: Int) -> Bool {
        (200..<300).contains(status) || status == 400 || status == 422 || status == 503
    }

    private static func failed(_ text: String, _ status: Int, _ query: PrometheusQuery) -> QueryResult {
        .failed(QueryError(text, status: status), frames: [PrometheusFrames.empty(query, tellsStep: true)])
    }
}

extension QueryResult {
    /// Joins what another part of the same query came to.
    fileprivate mutating func add(_ part: QueryResult) {
        frames = (frames ?? []) + (part.frames ?? [])
        guard let failure = part.error else { return }
        error =
            error.map { QueryError("\($0.text) \(failure.text)", blame: failure.blame, status: failure.status) }
            ?? failure
    }
}
