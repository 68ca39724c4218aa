internal import Downstream

/// The header lines of every control-plane answer, as Grafana 12 sends them outside the proxy: answers are for this caller and this
/// moment only, and no browser may guess their type or show them in a frame.
enum DefaultHeaders {
    private static let lines: [(name: String, value: String)] = [
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "deny"),
        ("X-XSS-Protection", "1; mode=block"),
    ]

    static func dress(_ response: WebResponse) -> AsyncResponse {
        var fields: [(name: String, value: String)] = []
        fields.reserveCapacity(lines.count + 1 + response.fields.count)
        fields.append(("Content-Type", response.contentType))
        fields.append(contentsOf: lines)
        fields.append(contentsOf: response.fields)
        return AsyncResponse(status: response.status, fields: fields, body: response.body)
    }
}
