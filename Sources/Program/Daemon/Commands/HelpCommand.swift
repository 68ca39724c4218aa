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
          headgate user create --login LOGIN [--email ADDRESS] [--name NAME] [--org ID] [options]
          headgate user list [options]
          headgate user password|disable|enable|delete LOGIN [options]
          headgate user admin LOGIN --grant true|false [options]
          headgate org create --name NAME [options]
          headgate org list|delete ID|rename --org ID --name NAME [options]
          headgate org members [--org ID] [options]
          headgate org add|role LOGIN --role ROLE [--org ID] [options]
          headgate org remove LOGIN [--org ID] [options]
          headgate team create --name NAME [--email ADDRESS] [--org ID] [options]
          headgate team list|delete NAME|ID [--org ID] [options]
          headgate team add|remove LOGIN --team NAME|ID [--org ID] [options]
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
