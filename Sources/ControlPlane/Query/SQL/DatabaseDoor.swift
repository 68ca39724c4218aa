public import Reactor
public import Upstream

/// The way to databases that speak a protocol of their own. Names are resolved and addresses judged as for any other call. Called on a loop.
public protocol DatabaseDoor: Sendable {
    /// Bytes of one answer.
    var answerBytesMax: Int { get }

    /// The addresses of `host` that may be dialled, at least one, for a library that connects itself.
    func addresses(
        of host: String, port: UInt16, within milliseconds: UInt64, tracing trace: SourceTrace?
    ) async throws(UpstreamError) -> [SocketAddress]

    /// Connects, sends `opening`, and returns what the server says until `isWhole`, or its first few KiB.
    func greeting(
        of host: String, port: UInt16, sending opening: [UInt8], within milliseconds: UInt64,
        tracing trace: SourceTrace?,
        until isWhole: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(UpstreamError) -> [UInt8]
}
