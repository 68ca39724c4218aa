/// What was given for each option and where: flag before environment before file before default.
struct GivenOptions {
    private(set) var options: [Option: GivenOption] = [:]
    private(set) var mistakes: [ConfigurationMistake] = []

    /// `flags` are names with their dashes, and values, in the order of the command line; every name is an option's.
    init(flags: [(name: String, value: String)], environment: [String: String]) {
        let byFlag = Dictionary(uniqueKeysWithValues: Option.allCases.map { ($0.flag, $0) })
        for (name, value) in flags {
            guard let option = byFlag[name] else { continue }
            if options[option] != nil { report(name, "is given twice") }
            put(value, for: option, from: .flag)
        }
        for option in Option.allCases {
            if let value = environment[option.environmentName] { put(value, for: option, from: .environment) }
        }
        if let path = options[.config]?.text, !path.isEmpty {
            let file = ConfigurationFile(path: path)
            mistakes += file.mistakes
            for (option, value) in file.values { put(value, for: option, from: .file) }
        }
        settleTwins()
        for option in Option.allCases {
            if let value = option.defaultText { put(value, for: option, from: .byDefault) }
        }
    }

    /// The first to come stays: sources are read strongest first.
    private mutating func put(_ text: String, for option: Option, from origin: OptionOrigin) {
        guard options[option] == nil else { return }
        options[option] = GivenOption(text: text, origin: origin)
        if text.isEmpty { report(origin.place(of: option), "is empty") }
    }

    /// A secret and its `_FILE` twin are one option: the stronger source decides, and one source gives one of them.
    private mutating func settleTwins() {
        guard let value = options[.adminPassword], let file = options[.adminPasswordFile] else { return }
        if value.origin == file.origin {
            let places = [Option.adminPassword, .adminPasswordFile].map { value.origin.place(of: $0) }
            report(places[0], "and \(places[1]) are both given")
        } else {
            options[value.origin < file.origin ? .adminPasswordFile : .adminPassword] = nil
        }
    }

    private mutating func report(_ place: String, _ problem: String) {
        mistakes.append(ConfigurationMistake(place: place, problem: problem))
    }
}
