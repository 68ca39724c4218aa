/// One call of an HTTP/2 caller, from its head to its answer's end.
final class HTTP2CallStream {
    let id: UInt32
    let call: CallPlan
    /// Bytes that may be sent; bytes that may come.
    var sendWindow: Int
    var receiveWindow: Int
    /// Of the call's body.
    var sentBytes = 0
    var hasEnded = false
    /// Asked before the gate had said how many it takes at once.
    var isDaring = false
    /// The body waits for `100 Continue`.
    var isHeld: Bool
    /// The call is to be taken back after so many bytes of its body or of its answer.
    var resetsAfter: Int?

    // The answer.
    var fields: [(name: String, value: String)]?
    var body: [UInt8] = []
    var trailers: [String] = []

    init(id: UInt32, call: CallPlan, sendWindow: Int, receiveWindow: Int) {
        (self.id, self.call, self.sendWindow, self.receiveWindow) = (id, call, sendWindow, receiveWindow)
        isHeld = call.expectsContinue
    }

    var status: Int { fields?.first { $0.name == ":status" }.flatMap { Int($0.value) } ?? 0 }

    /// The answer as a message of HTTP/1.1 would bring it.
    var message: Message {
        var message = Message()
        message.startLine = "HTTP/2 \(status) "
        message.fields = fields ?? []
        message.headText = message.fields.map { "\($0.name): \($0.value)\r\n" }.joined()
        message.body = body
        message.trailers = trailers
        return message
    }
}
