internal import Bytes
internal import JSON

/// Where a source's connections may change to WebSocket: nowhere, but for the tails of Loki, unless its settings say so.
public enum WebSocketPaths: Sendable, Equatable {
    case none
    case tails
    case all

    /// jsonData `webSockets`: true is everywhere, false nowhere.
    init(type: String, jsonData: JSONValue) {
        switch jsonData["webSockets"]?.boolValue {
        case true: self = .all
        case false: self = .none
        case nil: self = DataSourceType.named(type)?.id == "loki" ? .tails : .none
        }
    }

    /// `remainder` is the caller's path behind the source, as sent, without the one slash in front.
    public func allow(_ remainder: Span<UInt8>) -> Bool {
        switch self {
        case .none: false
        case .all: true
        case .tails: remainder.equals("loki/api/v1/tail") || remainder.equals("api/prom/tail")
        }
    }
}
