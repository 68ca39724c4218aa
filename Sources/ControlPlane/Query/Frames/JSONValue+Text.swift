internal import Bytes
internal import JSON

extension JSONValue {
    /// Compact.
    var text: String {
        var json = JSONWriter()
        json.value(self)
        return String(decoding: json.finish().span.copy(), as: UTF8.self)
    }
}
