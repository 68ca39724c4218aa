internal import HTTP
public import Reactor
public import Upstream

/// The way to databases, through the worker whose task asks.
public struct UpstreamDatabaseDoor: DatabaseDoor {
    private let desk: CallDesk

    public init(desk: CallDesk) { self.desk = desk }

    public var answerBytesMax: Int { desk.configuration.answerBytesMax }

    public func addresses(
        of host: String, port: UInt16, within milliseconds: UInt64, tracing trace: SourceTrace?
    ) async throws(UpstreamError) -> [SocketAddress] {
        let request = CallRequest.addresses(
            of: Self.origin(host, port), within: milliseconds, configuration: desk.configuration)
        return try await call(request, "address of the host", dials: false, trace).addresses
    }

    public func greeting(
        of host: String, port: UInt16, sending opening: [UInt8], within milliseconds: UInt64,
        tracing trace: SourceTrace?,
        until isWhole: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(UpstreamError) -> [UInt8] {
        let request = CallRequest.greeting(
            of: Self.origin(host, port), sending: opening, within: milliseconds, until: isWhole,
            configuration: desk.configuration)
        return try await call(request, "greeting", dials: true, trace).body.take()
    }

    private func call(
        _ request: CallRequest, _ what: String, dials: Bool, _ trace: SourceTrace?
    ) async throws(UpstreamError) -> CallAnswer {
        do throws(CallError) {
            let answer = try await desk.call(request)
            trace?.note(TracedCall(what, request.times, dials: dials))
            return answer
        } catch {
            let error = UpstreamError(error)
            trace?.note(TracedCall(what, request.times, dials: dials, error: error))
            throw error
        }
    }

    /// The scheme says no more than that there is no TLS from the first byte on.
    private static func origin(_ host: String, _ port: UInt16) -> Origin {
        Origin(scheme: .http, host: host, port: port)
    }
}

extension UpstreamError {
    /// Of a call that has no answer in HTTP.
    fileprivate init(_ error: CallError) {
        self =
            switch error {
            case .upstream(let error): error
            case .noRoom: .noConnectionFree
            case .withdrawn, .ending: .closedBeforeAnswer
            case .answerTooLarge: .badAnswer
            }
    }
}
