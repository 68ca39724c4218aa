internal import Access
internal import Downstream
internal import HTTP
internal import Web

/// One call of an endpoint that knows who is asking.
struct ControlContext: Sendable {
    let request: WebRequest
    let identity: Identity

    /// The body, once.
    func body() throws(ControlError) -> JSONBody {
        do { return try JSONBody(of: request) } catch { throw .body(error) }
    }

    /// A number in the path.
    func id(_ name: String) throws(ControlError) -> Int64 {
        guard let id = Int64(request.parameter(name)) else { throw .malformedID }
        return id
    }

    /// How often the call has come through Headgate, which whoever it has asked is told.
    var passages: Int {
        let head = request.request.headBytes
        return Passages.count(request.request.head, in: head.span)
    }

    var team: TeamReference { TeamReference(request.parameter("team")) }
}
