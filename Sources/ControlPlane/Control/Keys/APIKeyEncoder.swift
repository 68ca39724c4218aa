internal import Access
internal import Bytes
internal import JSON
internal import Web

/// API keys as the API shows them: never with their text, but once.
enum APIKeyEncoder {
    static func created(_ record: TokenRecord, text: String) -> WebResponse {
        WebResponse(
            JSONText.object { json in
                json.key("id")
                json.int(record.id)
                json.key("name")
                json.string(record.name)
                json.key("key")
                json.string(text)
            })
    }

    static func list(_ records: [TokenRecord]) -> WebResponse {
        var writer = JSONWriter()
        writer.beginArray()
        for record in records { entry(record, &writer) }
        writer.endArray()
        return WebResponse(writer.finish().span.copy())
    }

    private static func entry(_ record: TokenRecord, _ json: inout JSONWriter) {
        json.beginObject()
        json.key("id")
        json.int(record.id)
        json.key("name")
        json.string(record.name)
        json.key("role")
        json.string(record.role.rawValue)
        if let expiresAt = record.expiresAt {
            json.key("expiration")
            json.string(UTCTime.text(unixSeconds: expiresAt))
        }
        json.endObject()
    }
}
