internal import Bytes
internal import JSON

/// Small JSON answers, written member by member.
enum JSONText {
    static func object(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        members(&writer)
        writer.endObject()
        return writer.finish().span.copy()
    }

    /// `{"message":...}`, the shape of most answers.
    static func message(_ text: String) -> [UInt8] {
        object { json in
            json.key("message")
            json.string(text)
        }
    }
}
