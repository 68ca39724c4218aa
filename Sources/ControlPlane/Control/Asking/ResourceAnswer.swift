internal import Bytes
internal import HTTP
internal import Web

/// A data source's answer passed on: it must not act as a page of ours, nor set a cookie for us.
enum ResourceAnswer {
    static func make(status: Int, fields: [(name: String, value: String)], body: [UInt8]) -> WebResponse {
        var contentType = "application/json"
        var passed: [(name: String, value: String)] = [sandbox]
        for field in fields where FieldText.isToken(field.name) && FieldText.isValue(field.value) {
            let name = FieldName(field.name.utf8.span)
            if name == .contentType {
                contentType = field.value
            } else if passes(name), !ActingFields.isDropped(name, field.name.utf8.span) {
                passed.append(field)
            }
        }
        // What is no final status is no answer of ours.
        let status = (200...599).contains(status) ? status : 502
        return WebResponse(status: status, body, contentType: contentType, fields: passed)
    }

    private static let sandbox = ("Content-Security-Policy", "sandbox")

    /// An answer of our own in the place of the source's.
    static func dressed(_ response: WebResponse) -> WebResponse {
        var response = response
        response.fields.append(sandbox)
        return response
    }

    private static func passes(_ name: FieldName) -> Bool {
        if HopByHop.isDropped(name) { return false }
        switch name {
        // A browser must not ask for a password where Headgate's own is asked for.
        case .wwwAuthenticate, .contentLength, .xFrameOptions, .xXSSProtection, .accessControl, .date, .cacheControl,
            .server:
            return false
        default: return true
        }
    }
}
