/// A command line cut into words and flags: `--flag value` or `--flag=value`.
public struct CommandArguments: Sendable {
    public let command: String
    public private(set) var words: [String] = []
    public private(set) var flags: [(name: String, value: String)] = []

    /// `arguments` are those behind `command`. Every flag takes a value and is one of `known`; behind `--` all are words.
    public init(_ arguments: [String], of command: String, known: Set<String>) throws(DaemonError) {
        self.command = command
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                words.append(argument)
                continue
            }
            if argument == "--" {
                words += rest
                return
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard known.contains(parts[0]) else { throw .usage(.unknownFlag(parts[0], command: command)) }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw .usage(.missingValue(flag: parts[0]))
            }
            flags.append((parts[0], value))
        }
    }

    /// The value of a flag that may stand there once.
    func value(of flag: String) throws(DaemonError) -> String? {
        let values = flags.filter { $0.name == flag }
        guard values.count < 2 else { throw .usage(.givenTwice(flag: flag)) }
        return values.first?.value
    }

    /// The only word, called `what` in messages.
    func onlyWord(_ what: String) throws(DaemonError) -> String {
        try refuseWords(after: 1)
        guard let word = words.first else { throw .usage(.missingWord(what)) }
        return word
    }

    func refuseWords(after count: Int = 0) throws(DaemonError) {
        if words.count > count { throw .usage(.surplusWord(words[count])) }
    }
}
