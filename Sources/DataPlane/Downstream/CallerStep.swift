public import HTTP

/// What a caller's bytes amount to.
public enum CallerStep: Sendable, Equatable {
    /// Nothing to do until the loop says more.
    case nothing
    /// A head is whole: the worker's `RequestHead` holds it, the read buffer begins with its bytes (`headBytes` of them) and
    /// goes on with what came behind it.
    case request(headBytes: Int)
    case refused(HeadError)
    /// The connection is over, or has to be.
    case close
}
