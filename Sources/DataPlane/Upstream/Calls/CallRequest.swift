public import Bytes
public import HTTP
internal import Reactor

/// A call that a task asks for: a request ready to be sent, and what its answer may be.
@safe public final class CallRequest: @unchecked Sendable {
    // Guard of the unchecked Sendable: made, sent and forgotten on one loop. `head`, `body`, `call` and `times` are all that changes.

    let destination: Destination
    let aim: CallAim
    let method: HTTPMethod
    let answerBytesMax: Int
    let timeoutMilliseconds: UInt64
    /// Credentials are among it: confidential memory, wiped when an answer begins.
    private(set) var head: ByteBuffer
    private(set) var body: [UInt8]
    /// The slot of its call once it is under way.
    var call: Handle?
    /// Of the last attempt; all of it once the call has ended.
    public internal(set) var times = CallTimes()

    /// `head` is the whole head, its last empty line included; `method` is the one in it. Nothing stands for the bounds of the worker's
    /// configuration; one beyond them is cut to them.
    public init(
        to destination: Destination, method: HTTPMethod, head: consuming ByteBuffer, body: [UInt8] = [],
        answerBytesMax: Int? = nil, timeoutMilliseconds: UInt64? = nil, configuration: CallConfiguration
    ) {
        self.destination = destination
        aim = .answer
        self.method = method
        self.head = head
        self.body = body
        self.answerBytesMax = min(answerBytesMax ?? .max, configuration.answerBytesMax)
        self.timeoutMilliseconds = timeoutMilliseconds ?? configuration.timeoutMilliseconds
    }

    /// For what the server at `origin` says, without TLS, until `isWhole`, or for as much of it as a greeting may have. `opening` is sent first:
    /// some servers wait for it.
    public static func greeting(
        of origin: Origin, sending opening: [UInt8], within milliseconds: UInt64 = .max,
        until isWhole: @escaping @Sendable ([UInt8]) -> Bool, configuration: CallConfiguration
    ) -> CallRequest {
        CallRequest(
            to: Destination(origin), for: .greeting(isWhole: isWhole), sending: opening, within: milliseconds,
            configuration: configuration)
    }

    /// For the addresses of `origin` that may be dialled now: at least one, in the order to try them.
    public static func addresses(
        of origin: Origin, within milliseconds: UInt64 = .max, configuration: CallConfiguration
    ) -> CallRequest {
        CallRequest(
            to: .addresses(of: origin), for: .addresses, sending: [], within: milliseconds,
            configuration: configuration)
    }

    private init(
        to destination: Destination, for aim: CallAim, sending opening: [UInt8], within milliseconds: UInt64,
        configuration: CallConfiguration
    ) {
        self.destination = destination
        self.aim = aim
        method = .other
        head = ByteBuffer(kind: .confidential)
        body = opening
        answerBytesMax = configuration.greetingBytesMax
        timeoutMilliseconds = min(milliseconds, configuration.greetingMilliseconds)
    }

    /// It will not be sent again.
    func forget() {
        head.release()
        body = []
    }
}
