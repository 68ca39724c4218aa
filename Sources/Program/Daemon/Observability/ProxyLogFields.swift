internal import Proxy
internal import Telemetry
internal import Upstream

/// A proxied call as fields of a log line: numbers and fixed words only, nothing that the caller or the source sent.
enum ProxyLogFields {
    static func fields(of call: ProxyObservation) -> [LogField] {
        var fields: [LogField] = [
            .text("requestId", ProxyErrorResponse.text(ofRequestID: call.requestID)),
            .number("status", Int64(call.status)),
        ]
        if let phase = call.phase { fields.append(.text("phase", phase.rawValue)) }
        if call.sourceID != 0 {
            fields += [.number("orgId", call.orgID), .number("sourceId", call.sourceID)]
        }
        fields += [
            .number("attempts", Int64(call.attempts)), .number("milliseconds", Int64(clamping: call.milliseconds)),
        ]
        return fields
    }
}
