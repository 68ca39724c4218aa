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

    /// An array, an object an element.
    static func array<Element>(_ elements: [Element], _ members: (Element, inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        objects(elements, &writer, members)
        return writer.finish().span.copy()
    }

    /// The same within something that is being written.
    static func objects<Element>(
        _ elements: [Element], _ json: inout JSONWriter, _ members: (Element, inout JSONWriter) -> Void
    ) {
        json.beginArray()
        for element in elements {
            json.beginObject()
            members(element, &json)
            json.endObject()
        }
        json.endArray()
    }
}
