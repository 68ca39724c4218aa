internal import Downstream

/// Puts an endpoint's answer into the header lines that every answer carries.
enum DefaultHeaders {
    static func dress(_ response: WebResponse) -> AsyncResponse {
        var fields: [(name: String, value: String)] = []
        fields.reserveCapacity(UsualFields.lines.count + 1 + response.fields.count)
        fields.append(("Content-Type", response.contentType))
        fields.append(contentsOf: UsualFields.lines)
        fields.append(contentsOf: response.fields)
        return AsyncResponse(status: response.status, fields: fields, body: response.body)
    }
}
