internal import Access
internal import Web

/// One call of an endpoint that knows who is asking.
struct ControlContext: Sendable {
    let request: WebRequest
    let identity: Identity
}
