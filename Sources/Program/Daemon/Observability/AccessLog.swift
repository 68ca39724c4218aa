internal import Bytes
internal import HTTP
internal import Proxy
internal import Telemetry
internal import Upstream

/// The lines of proxied calls: of those that failed always, of the others as the settings say. Of what the caller sent a line holds
/// the method and the path, cut to a bound; nothing of the query, of a header or of a body.
struct AccessLog: Sendable {
    /// Where failures go.
    let failures: Logger
    /// Where the rest goes.
    let calls: Logger
    let settings: AccessLogSettings
    /// Lines of both that were dropped.
    let droppedLines: @Sendable () -> UInt64

    func write(_ call: ProxyObservation) {
        if Self.isFailure(call) {
            failures.log(call.status == 499 ? .info : .warning, "proxied call failed") { Self.append(call, to: &$0) }
        } else if settings.takes(call.requestID) {
            calls.log(.info, "proxied call") { Self.append(call, to: &$0) }
        }
    }

    /// A source's own answer is not a failure of the call, whatever its status.
    private static func isFailure(_ call: ProxyObservation) -> Bool {
        call.phase != nil || call.status == 499 || (call.attempts == 0 && call.status >= 500)
    }

    private static func append(_ call: ProxyObservation, to line: inout LogLine) {
        line.field("requestId", ProxyErrorResponse.text(ofRequestID: call.requestID))
        if let trace = call.trace { line.field("traceId", trace.traceText) }
        line.field("address", call.address)
        if !call.login.isEmpty { line.field("login", call.login) }
        if call.orgID != 0 { line.field("orgId", call.orgID) }
        if call.sourceID != 0 { line.field("source", call.sourceUID) }
        line.field("method", call.method == .other ? "other" : call.method.text.description)
        var path = ByteBuffer()
        call.path.append(to: &path)
        line.field("path", path)
        if call.path.isCut { line.field("pathIsCut", true) }
        line.field("status", Int64(call.status))
        if let phase = call.phase { line.field("phase", phase.rawValue) }
        line.field("attempts", Int64(call.attempts))
        line.field("requestBytes", Int64(clamping: call.requestBytes))
        line.field("responseBytes", Int64(clamping: call.responseBytes))
        append(call.times, to: &line)
    }

    /// Microseconds; phases that took none are left out.
    private static func append(_ times: ProxyTimes, to line: inout LogLine) {
        func part(_ name: StaticString, _ duration: UInt64) {
            if duration > 0 { line.field(name, Int64(clamping: duration)) }
        }
        part("admitMicroseconds", times.admit)
        part("resolveMicroseconds", times.resolve)
        part("connectMicroseconds", times.connect)
        part("tlsMicroseconds", times.tls)
        part("firstByteMicroseconds", times.firstByte)
        part("bodyMicroseconds", times.body)
        line.field("totalMicroseconds", Int64(clamping: times.total))
    }
}
