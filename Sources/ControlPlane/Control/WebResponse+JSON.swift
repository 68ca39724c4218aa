internal import JSON
internal import Web

extension WebResponse {
    /// A success that says so and nothing else.
    static func done(_ message: String) -> WebResponse { WebResponse(JSONText.message(message)) }

    static func object(status: Int = 200, _ members: (inout JSONWriter) -> Void) -> WebResponse {
        WebResponse(status: status, JSONText.object(members))
    }
}
