internal import Reactor

/// `headgate help` and `headgate version`.
public enum HelpCommand {
    public static func run() { StandardStream.output.write(text) }

    public static func version() { StandardStream.output.write("headgate \(Version.current)\n") }

    static var text: String {
        """
        headgate: a data source gateway that speaks Grafana's data source API

          headgate serve [options]
          headgate token create --name NAME --role Viewer|Editor|Admin [--org ID] [--expires 30d] [options]
          headgate token list [--org ID] [options]
          headgate token revoke NAME|ID [--org ID] [options]
          headgate check [options]      configuration, key, database, every secret
          headgate config [options]     what a server would run with
          headgate version
          headgate help

        options; each is also an environment variable and a key of the configuration file:

        """ + Option.allCases.map(line).joined()
    }

    private static func line(_ option: Option) -> String {
        let head = option.isSecret ? option.environmentName : "\(option.flag) \(option.help.value)"
        let gap = String(repeating: " ", count: max(2, 42 - head.utf8.count))
        let fallback = option.defaultText.map { " (default \($0))" } ?? ""
        return "  \(head)\(gap)\(option.help.text)\(fallback)\n"
    }
}
