internal import HTTP
internal import JSON

/// What the small languages have in common.
extension AskedSource {
    /// A health check that is one call: `problem` says what is wrong with the answer, nothing when it is well.
    func probe(
        _ request: SourceRequest, _ problem: @escaping @Sendable (SourceAnswer) -> String?
    ) async -> HealthReport {
        do throws(SourceFailure) {
            let answer = try await ask(request)
            if let problem = await computing({ problem(answer) }) { return HealthReport(.error, problem) }
            return HealthReport(.ok, "Data source is working")
        } catch {
            return HealthReport(.error, error.description)
        }
    }

    /// A GET of a caller passed on to `path`, with its query; what comes back is the outcome.
    func pass(_ call: ResourceCall, to path: String) async -> ResourceOutcome {
        guard call.method == "GET" else { return .methodRefused(allowed: ["GET"]) }
        do throws(SourceFailure) {
            let answer = try await ask(SourceRequest("GET", path, query: call.query ?? "", fields: call.fields))
            return .answer(status: answer.status, fields: answer.fields, body: answer.body)
        } catch {
            return .unreachable(error)
        }
    }
}

extension SourceAnswer {
    /// `503 Service Unavailable`
    var statusText: String { "\(status) \(StatusLine.reason(status))" }

    /// Why the body cannot be read as JSON of a shape; nothing when it can.
    func readingProblem(_ isExpected: (JSONValue) -> Bool) -> String? {
        do {
            return isExpected(try JSONValue(parsing: body.span, limits: .sourceList)) ? nil : "unexpected answer"
        } catch {
            return "\(error)"
        }
    }
}

extension JSONLimits {
    /// For lists of names, as large as any source has.
    static let sourceList = JSONLimits(bytesMax: 16 << 20, nodesMax: 1 << 20)
}
