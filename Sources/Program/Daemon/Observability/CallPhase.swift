internal import Proxy

/// The phases whose durations are shown, in the words of error answers, and the whole call.
enum CallPhase: String, CaseIterable {
    case resolve, connect, tls
    case firstByte = "first-byte"
    case body, total

    /// Microseconds; nothing when the phase did not take place.
    func duration(in call: ProxyObservation) -> UInt64? {
        switch self {
        case .resolve: call.times.resolve > 0 ? call.times.resolve : nil
        case .connect: call.times.connect > 0 ? call.times.connect : nil
        case .tls: call.times.tls > 0 ? call.times.tls : nil
        case .firstByte: call.hasAnswer || call.times.firstByte > 0 ? call.times.firstByte : nil
        case .body: call.hasAnswer ? call.times.body : nil
        case .total: call.times.total
        }
    }
}
