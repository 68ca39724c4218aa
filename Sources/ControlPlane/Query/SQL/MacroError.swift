/// Why a macro cannot be expanded. The description is Grafana's.
enum MacroError: Error, Equatable, CustomStringConvertible {
    case unknown(String)
    case missingInterval(String)
    case badInterval(String)
    case badFill(String)

    var description: String {
        switch self {
        case .unknown(let name): "unknown macro \"\(name)\""
        case .missingInterval(let name): "macro \(name) needs time column and interval and optional fill value"
        case .badInterval(let text): "error parsing interval \(text)"
        case .badFill(let text): "error parsing fill value \(text)"
        }
    }
}
