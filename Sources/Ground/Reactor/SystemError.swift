internal import Glibc

/// An error number of the kernel, translated where it entered.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// `errno`, positive.
    public let number: Int32

    public init(number: Int32) { self.number = number }

    /// For a connection that says nothing about its end, or the wrong thing, above the socket.
    public static var protocolBroken: SystemError { SystemError(number: EPROTO) }

    /// From a table function's negative result.
    init(result: Int) { self.init(number: Int32(truncatingIfNeeded: -result)) }

    public var description: String {
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: text)
    }

    public var isRefused: Bool { number == ECONNREFUSED }
    public var isTimeout: Bool { number == ETIMEDOUT }
    public var isReset: Bool { number == ECONNRESET || number == EPIPE || number == ECONNABORTED }

    /// No descriptors or memory left for another connection.
    public var isExhaustion: Bool {
        number == EMFILE || number == ENFILE || number == ENOBUFS || number == ENOMEM
    }

    /// EBADF and EFAULT are faults of ours, not of the world: going on would act on somebody else's descriptor.
    func stopIfOurs() {
        precondition(number != EBADF && number != EFAULT, "a descriptor was used after its end")
    }
}
