internal import JSON
internal import Query
internal import Web

/// The endpoints that check whether a data source answers. What a check finds wrong is an answer too, with a status of its own.
struct SourceHealthController: Sendable {
    let desk: SourceDesk

    func byUID(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await check(try desk.source(byUID: context.request.parameter("uid"), context))
    }

    func byID(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await check(try desk.source(byID: context.request.parameter("id"), context))
    }

    private func check(_ source: AskedSource) async throws(ControlError) -> WebResponse {
        guard let language = desk.language(of: source) else { throw .asking(.unknownType) }
        guard let report = await language.health(of: source) else { throw .asking(.notChecked) }
        let body = Self.encode(report)
        return report.status == .ok ? WebResponse(body) : ControlErrorResponse.unhealthySource(body: body)
    }

    private static func encode(_ report: HealthReport) -> [UInt8] {
        JSONText.object { write(report, &$0) }
    }

    static func write(_ report: HealthReport, _ json: inout JSONWriter) {
        if let details = report.details {
            json.key("details")
            json.value(.object(details))
        }
        json.field("message", report.message)
        json.field("status", report.status.rawValue)
    }
}
