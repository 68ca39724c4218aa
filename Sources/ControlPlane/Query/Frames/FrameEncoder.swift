internal import JSON

/// Frames as JSON: schema first, then the values by column (what the SDK's reader insists on). No member that it does not know.
public enum FrameEncoder {
    /// Appends one frame; `refID` stands where the frame has none of its own.
    static func append(_ frame: DataFrame, refID: String, to json: inout JSONWriter) {
        json.beginObject()
        json.key("schema")
        appendSchema(of: frame, refID: refID, to: &json)
        json.key("data")
        FrameValues.append(frame.fields, to: &json)
        json.endObject()
    }

    private static func appendSchema(of frame: DataFrame, refID: String, to json: inout JSONWriter) {
        json.beginObject()
        json.text("name", frame.name)
        json.text("refId", frame.refID.isEmpty ? refID : frame.refID)
        if let meta = frame.meta { append(meta, to: &json) }
        json.key("fields")
        json.beginArray()
        for field in frame.fields { append(field, to: &json) }
        json.endArray()
        json.endObject()
    }

    private static func append(_ meta: FrameMeta, to json: inout JSONWriter) {
        json.key("meta")
        json.beginObject()
        json.text("type", meta.type)
        json.key("typeVersion")
        json.beginArray()
        json.int(meta.typeVersion.0)
        json.int(meta.typeVersion.1)
        json.endArray()
        if let custom = meta.custom {
            json.key("custom")
            json.value(custom)
        }
        if !meta.stats.isEmpty {
            json.key("stats")
            json.value(.array(meta.stats))
        }
        append(meta.notices, to: &json)
        json.text("preferredVisualisationType", meta.preferredVisualisationType)
        json.text("executedQueryString", meta.executedQueryString)
        json.endObject()
    }

    private static func append(_ notices: [FrameNotice], to json: inout JSONWriter) {
        guard !notices.isEmpty else { return }
        json.key("notices")
        json.beginArray()
        for notice in notices {
            json.beginObject()
            json.text("severity", notice.severity.rawValue)
            json.text("text", notice.text)
            json.endObject()
        }
        json.endArray()
    }

    private static func append(_ field: FrameField, to json: inout JSONWriter) {
        let names = field.column.typeNames
        json.beginObject()
        json.text("name", field.name)
        json.text("type", names.type)
        json.key("typeInfo")
        json.beginObject()
        json.text("frame", names.frame)
        if field.isNullable {
            json.key("nullable")
            json.bool(true)
        }
        json.endObject()
        if let labels = field.labels {
            json.key("labels")
            json.beginObject()
            for (name, value) in labels.sorted(by: { $0.key < $1.key }) {
                json.key(name)
                json.string(value)
            }
            json.endObject()
        }
        if let config = field.config { append(config, to: &json) }
        json.endObject()
    }

    private static func append(_ config: FieldConfig, to json: inout JSONWriter) {
        json.key("config")
        json.beginObject()
        json.text("displayName", config.displayName)
        json.text("displayNameFromDS", config.displayNameFromDS)
        json.text("description", config.description)
        json.text("unit", config.unit)
        if let interval = config.intervalMilliseconds {
            json.key("interval")
            json.double(interval)
        }
        if let filterable = config.filterable {
            json.key("filterable")
            json.bool(filterable)
        }
        if !config.links.isEmpty {
            json.key("links")
            json.value(.array(config.links))
        }
        if let custom = config.custom {
            json.key("custom")
            json.value(custom)
        }
        json.endObject()
    }
}
