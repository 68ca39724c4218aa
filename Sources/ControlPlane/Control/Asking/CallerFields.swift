internal import Bytes
internal import Catalog
internal import HTTP
internal import Web

/// Which of a caller's fields a data source may see when a type words the request: what says what is sent and wanted, and the
/// cookies that the source's settings name. A list of what passes, where the proxied path has one of what does not: here a type
/// answers for the rest.
enum CallerFields {
    static func passed(_ request: WebRequest, keeping cookies: KeepCookies) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for field in request.fields {
            switch FieldName(field.name.utf8.span) {
            case .accept, .contentType, .traceparent, .tracestate: fields.append(field)
            case .cookie:
                let kept = kept(field.value, cookies)
                if !kept.isEmpty { fields.append((field.name, kept)) }
            default: continue
            }
        }
        return fields
    }

    private static func kept(_ value: String, _ cookies: KeepCookies) -> String {
        guard !cookies.isEmpty else { return "" }
        let pairs = value.split(separator: ";").map { $0.drop { $0 == " " } }
        return pairs.filter { pair in
            guard let equals = pair.firstIndex(of: "=") else { return false }
            return cookies.keeps(pair[..<equals].utf8.span)
        }.joined(separator: "; ")
    }
}
