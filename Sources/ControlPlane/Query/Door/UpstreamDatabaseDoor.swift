internal import HTTP
public import Reactor
public import Upstream

/// The way to databases, through the worker whose task asks.
public struct UpstreamDatabaseDoor: DatabaseDoor {
    private let desk: CallDesk

    public init(desk: CallDesk) { self.desk = desk }

    public func addresses(of host: String, port: UInt16) async throws(UpstreamError) -> [SocketAddress] {
        do throws(CallError) {
            return try await desk.addresses(of: Self.origin(host, port))
        } catch {
            throw UpstreamError(error)
        }
    }

    public func greeting(
        of host: String, port: UInt16, sending opening: [UInt8], until isWhole: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(UpstreamError) -> [UInt8] {
        do throws(CallError) {
            return try await desk.greeting(of: Self.origin(host, port), sending: opening, until: isWhole)
        } catch {
            throw UpstreamError(error)
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
