/// An answer that is JSON and yet none of Prometheus's.
enum PrometheusAnswerError: Error, Equatable, CustomStringConvertible {
    /// The JSON holds something else where `what` was expected.
    case unexpected(what: String)
    case unknownResultType(String)
    case noResultType
    case badSample

    var description: String {
        switch self {
        case .unexpected(let what): "\(what) expected"
        case .unknownResultType(let type): "unknown result type: \(type.prefix(100))"
        case .noResultType: "no resultType found"
        case .badSample: "a sample that is no number"
        }
    }
}
