internal import Access
internal import Catalog
internal import JSON
internal import Query
internal import Web

/// The endpoint that tries a data source before it is saved: what is found wrong, in which phase of which call, and how long each took.
struct SourceTestController: Sendable {
    let desk: SourceDesk

    func test(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        guard desk.policy.decide(context.identity, Permission(.datasourcesCreate)).isAllowed else {
            throw .denied(.datasourcesCreate)
        }
        let change: DataSourceChange
        do { change = try DataSourceBody.decode(try JSONBody(of: context.request), for: .create) } catch {
            throw .body(error)
        }
        let trace = SourceTrace()
        let source = try await desk.draft(change, context, trace)
        let report = await SourceCheck.run(source, in: desk.language(of: source))
        let body = Self.encode(report, trace.calls)
        return report.status == .ok ? WebResponse(body) : ControlErrorResponse.unhealthySource(body: body)
    }

    private static func encode(_ report: HealthReport, _ calls: [TracedCall]) -> [UInt8] {
        JSONText.object { json in
            SourceHealthController.write(report, &json)
            if report.status != .ok, let last = calls.last {
                // A call that was answered has failed by its answer.
                json.field("phase", (last.failed ?? .answer).rawValue)
            }
            json.key("calls")
            JSONText.objects(calls, &json) { write($0, &$1) }
        }
    }

    private static func write(_ call: TracedCall, _ json: inout JSONWriter) {
        json.field("call", call.what)
        if let status = call.status { json.field("status", Int64(status)) }
        if let failed = call.failed { json.field("failed", failed.rawValue) }
        json.key("phases")
        JSONText.objects(call.phases, &json) { phase, json in
            json.field("phase", phase.phase.rawValue)
            json.key("milliseconds")
            json.double(Double(phase.microseconds) / 1_000)
        }
    }
}
