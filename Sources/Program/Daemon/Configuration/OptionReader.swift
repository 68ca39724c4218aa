internal import Bytes
internal import Crypto
internal import Reactor

/// Turns given texts into values and keeps every mistake on the way.
struct OptionReader {
    /// Of a password file; what is longer is no password.
    private static let passwordBytesMax = 1_024

    private let options: [Option: GivenOption]
    private(set) var mistakes: [ConfigurationMistake]

    init(_ given: GivenOptions) {
        options = given.options
        mistakes = given.mistakes
    }

    /// The option's value; `absent` when it is not given, and in place of one that is wrong, which is reported.
    mutating func read<Value>(
        _ option: Option, else absent: Value, _ parse: (String) throws(OptionProblem) -> Value
    ) -> Value {
        guard let given = options[option], !given.text.isEmpty else { return absent }
        do throws(OptionProblem) {
            return try parse(given.text)
        } catch {
            report(option, error.text)
            return absent
        }
    }

    /// The password itself, or what its file holds without one newline at its end.
    mutating func adminPassword() -> SecretBytes? {
        if let given = options[.adminPassword], !given.text.isEmpty {
            return SecretBytes(copying: given.text.utf8.span)
        }
        return read(.adminPasswordFile, else: nil) { (path) throws(OptionProblem) in
            try Self.password(in: path)
        }
    }

    private static func password(in path: String) throws(OptionProblem) -> SecretBytes {
        var text = ByteBuffer(kind: .confidential)
        let status: FileStatus
        do throws(SystemError) {
            status = try PrivateFile.read(path, bytesMax: passwordBytesMax, into: &text)
        } catch {
            throw OptionProblem("names a file that cannot be read: \(error)")
        }
        guard status.kind != .directory else { throw OptionProblem("names a directory") }
        let hasNewline = !text.isEmpty && text.span[text.count - 1] == UInt8(ascii: "\n")
        let end = text.count - (hasNewline ? 1 : 0)
        guard end > 0 else { throw OptionProblem("names an empty file") }
        guard end <= passwordBytesMax else { throw OptionProblem("names a file that is too long") }
        return SecretBytes(copying: text.span.extracting(0..<end))
    }

    /// Both files or neither; read at once, so that a server does not start without a certificate that it can show.
    mutating func callerTLS() -> CallerTLS? {
        let certificate: String? = read(.tlsCert, else: nil) { (text) throws(OptionProblem) in
            try OptionValue.path(text)
        }
        let key: String? = read(.tlsKey, else: nil) { (text) throws(OptionProblem) in try OptionValue.path(text) }
        switch (certificate, key) {
        case (nil, nil): return nil
        case (_?, nil): report(.tlsCert, "needs \(Option.tlsKey.rawValue) beside it")
        case (nil, _?): report(.tlsKey, "needs \(Option.tlsCert.rawValue) beside it")
        case (let certificate?, let key?):
            let files = TLSFiles(certificate: certificate, key: key)
            do throws(TLSFilesError) {
                return CallerTLS(files: files, context: try files.load())
            } catch {
                report(error.option, error.text)
            }
        }
        return nil
    }

    private mutating func report(_ option: Option, _ problem: String) {
        let place = options[option]?.origin.place(of: option) ?? option.rawValue
        mistakes.append(ConfigurationMistake(place: place, problem: problem))
    }

    /// Every option, a line each; `derived` are the values of those that nobody gave and the machine decided.
    func effectiveText(deriving derived: [Option: String]) -> String {
        Option.allCases.map { option in
            guard let given = options[option] else {
                return "\(option.rawValue) = \(derived[option] ?? "") (\(OptionOrigin.byDefault.name))\n"
            }
            return "\(option.rawValue) = \(shown(given.text, of: option)) (\(given.origin.name))\n"
        }.joined()
    }

    /// A secret is masked whole, and so is a database URL that could hold a password.
    private func shown(_ text: String, of option: Option) -> String {
        let isMasked = option.isSecret || (option == .database && !text.hasPrefix("sqlite:"))
        return isMasked ? "******" : text
    }
}
