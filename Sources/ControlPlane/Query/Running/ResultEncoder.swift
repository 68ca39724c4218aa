internal import Bytes
internal import JSON

/// The answer to a query request: the results by refId, sorted, in the order of members that Grafana's SDK writes.
public enum ResultEncoder {
    public static func encode(_ results: [String: QueryResult]) -> [UInt8] {
        var json = JSONWriter(appendingTo: ByteBuffer(capacity: size(of: results)))
        json.beginObject()
        json.key("results")
        json.beginObject()
        for (refID, result) in results.sorted(by: { $0.key < $1.key }) {
            json.key(refID)
            append(result, refID: refID, to: &json)
        }
        json.endObject()
        json.endObject()
        return json.finish().span.copy()
    }

    /// About how many bytes the answer takes, so that a large one does not move again and again while it grows.
    private static func size(of results: [String: QueryResult]) -> Int {
        var bytes = 1024
        for result in results.values {
            for frame in result.frames ?? [] {
                bytes += 1024
                for field in frame.fields { bytes += field.column.bytesAbout }
            }
        }
        return bytes
    }

    private static func append(_ result: QueryResult, refID: String, to json: inout JSONWriter) {
        json.beginObject()
        if let error = result.error {
            json.key("error")
            json.string(error.text)
            json.key("errorSource")
            json.string(error.blame?.rawValue ?? "")
        }
        json.key("status")
        json.int(Int64(result.error?.status ?? 200))
        if let frames = result.frames {
            json.key("frames")
            json.beginArray()
            for frame in frames { FrameEncoder.append(frame, refID: refID, to: &json) }
            json.endArray()
        }
        json.endObject()
    }
}
