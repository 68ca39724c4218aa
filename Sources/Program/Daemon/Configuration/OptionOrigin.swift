/// Where a value came from, the strongest first.
enum OptionOrigin: Int, Sendable, Comparable {
    case flag, environment, file, byDefault

    static func < (a: OptionOrigin, b: OptionOrigin) -> Bool { a.rawValue < b.rawValue }

    var name: String {
        switch self {
        case .flag: "flag"
        case .environment: "environment"
        case .file: "file"
        case .byDefault: "default"
        }
    }

    /// How an option is called there.
    func place(of option: Option) -> String {
        switch self {
        case .flag: option.flag
        case .environment: option.environmentName
        case .file: "\(option.rawValue) in the configuration file"
        case .byDefault: option.rawValue
        }
    }
}
