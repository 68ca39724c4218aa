/// Why a text is no pattern of destinations, to be read behind the text.
public enum OutboundPatternError: Error, Sendable, Equatable, CustomStringConvertible {
    case empty
    case badHost
    case badAddress
    case bitsBehindPrefix
    case badPrefix(max: Int)
    case badPorts

    public var description: String {
        switch self {
        case .empty: "names no host"
        case .badHost: "is neither an address nor a host name, which may begin with *."
        case .badAddress: "is no IP address"
        case .bitsBehindPrefix: "has bits behind its prefix"
        case .badPrefix(let max): "has no prefix from 0 to \(max) behind its slash"
        case .badPorts: "has no port or range of ports from 1 to 65535 behind its colon"
        }
    }
}
