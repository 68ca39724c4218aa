internal import Bytes
internal import JSON
internal import Reactor

/// The configuration file: one JSON object whose keys are the options' names. `secrets.bindToDestination` may be written as one
/// key or as an object `secrets` with a key `bindToDestination`.
struct ConfigurationFile {
    /// Longer files are surely something else.
    private static let bytesMax = 64 * 1024

    private(set) var values: [Option: String] = [:]
    private(set) var mistakes: [ConfigurationMistake] = []

    init(path: String) {
        do throws(OptionProblem) {
            try read(path)
        } catch {
            report(path, error.text)
        }
    }

    private mutating func read(_ path: String) throws(OptionProblem) {
        var bytes = ByteBuffer(kind: .confidential)
        let status: FileStatus
        do throws(SystemError) {
            status = try PrivateFile.read(path, bytesMax: Self.bytesMax, into: &bytes)
        } catch {
            throw OptionProblem("cannot be read: \(error)")
        }
        guard status.kind == .file else { throw OptionProblem("is not a regular file") }
        take(try Self.object(in: bytes.span), below: "")
        if values.keys.contains(where: \.isSecret), !status.isPrivate {
            throw OptionProblem(
                "holds a secret and is open to others (mode \(status.modeText)): 0600 or 0640 is needed")
        }
    }

    private static func object(in bytes: Span<UInt8>) throws(OptionProblem) -> JSONObject {
        do throws(JSONError) {
            let value = try JSONValue(parsing: bytes, limits: JSONLimits(depthMax: 8, bytesMax: bytesMax))
            if case .object(let object) = value { return object }
        } catch {
            throw OptionProblem("is \(error)")
        }
        throw OptionProblem("is not a JSON object")
    }

    private mutating func take(_ object: JSONObject, below prefix: String) {
        for member in object.members {
            let key = prefix + member.key
            switch member.value {
            case .object(let inner): take(inner, below: key + ".")
            case .string(let text): take(text, for: key)
            case .number(let number): take(number.text, for: key)
            case .bool(let flag): take(flag ? "true" : "false", for: key)
            case .array(let items): take(items, for: key)
            case .null: report("\(key) in the configuration file", "is not a text, a number or a truth value")
            }
        }
    }

    /// A list may be written as an array of texts instead of one text with commas.
    private mutating func take(_ items: [JSONValue], for key: String) {
        let place = "\(key) in the configuration file"
        guard Option(rawValue: key)?.isList ?? false else {
            return report(place, "is not a text, a number or a truth value")
        }
        var texts: [String] = []
        for item in items {
            guard case .string(let text) = item else { return report(place, "is an array of more than texts") }
            texts.append(text)
        }
        take(texts.joined(separator: ","), for: key)
    }

    private mutating func take(_ text: String, for key: String) {
        let place = "\(key) in the configuration file"
        guard let option = Option(rawValue: key), option != .config else { return report(place, "is not an option") }
        guard values[option] == nil else { return report(place, "stands there twice") }
        values[option] = text
    }

    private mutating func report(_ place: String, _ problem: String) {
        mistakes.append(ConfigurationMistake(place: place, problem: problem))
    }
}
