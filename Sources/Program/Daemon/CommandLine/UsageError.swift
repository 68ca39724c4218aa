/// What is wrong with a command line.
public enum UsageError: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownCommand(String)
    case unknownFlag(String, command: String)
    case missingValue(flag: String)
    case missingFlag(String)
    case invalidValue(flag: String, problem: String)
    case givenTwice(flag: String)
    case missingWord(String)
    case surplusWord(String)

    public var description: String {
        switch self {
        case .unknownCommand(let name): "unknown command \(name) (see: headgate help)"
        case .unknownFlag(let flag, let command): "unknown flag \(flag) for headgate \(command)"
        case .missingValue(let flag): "\(flag) needs a value"
        case .missingFlag(let flag): "\(flag) is missing"
        case .invalidValue(let flag, let problem): "\(flag) \(problem)"
        case .givenTwice(let flag): "\(flag) is given twice"
        case .missingWord(let what): "\(what) is missing"
        case .surplusWord(let word): "\(word) is one word too many"
        }
    }
}
