/// A request's head while it comes, handed on by reference: it is large.
final class IncomingHead {
    var head: HTTP2RequestHead

    init(_ head: consuming HTTP2RequestHead) { self.head = head }
}
