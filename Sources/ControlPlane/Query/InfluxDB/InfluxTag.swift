internal import JSON

/// A condition on a tag or field.
struct InfluxTag: Sendable {
    private let key: String
    private let value: String
    private let operation: String
    private let condition: String

    init(_ tag: JSONValue) throws(QueryError) {
        guard let key = tag["key"]?.stringValue, let value = tag["value"]?.stringValue else {
            throw QueryError("a tag of the query has no key or no value that is text", blame: .plugin, status: 400)
        }
        self.key = key
        self.value = value
        let operation = tag["operator"]?.stringValue ?? ""
        self.operation = operation.isEmpty ? (Self.isPattern(value) ? "=~" : "=") : operation
        let condition = tag["condition"]?.stringValue ?? ""
        self.condition = condition.isEmpty ? "AND" : condition
    }

    /// The first condition of a query has nothing to be joined to.
    func text(isFirst: Bool) -> String {
        let (operation, value) = compared
        return (isFirst ? "" : condition + " ") + "\(InfluxName.quoted(key)) \(operation) \(value)"
    }

    /// The operator and the value as InfluxQL has them.
    private var compared: (operation: String, value: String) {
        switch operation {
        case "=~", "!~": (operation, value)
        case "<", ">", ">=", "<=": (operation, Self.inner(value).map { "'\($0)'" } ?? value)
        case "Is": ("=", typed)
        case "Is Not": ("!=", typed)
        default: (operation, Self.quoted(Self.inner(value).map { String($0) } ?? value))
        }
    }

    /// Tags are texts; the values of fields are booleans and numbers where they look like them.
    private var typed: String {
        if InfluxName.isTag(key) { return Self.quoted(value) }
        let lowercase = value.lowercased()
        if lowercase == "true" || lowercase == "false" { return lowercase }
        return Self.isNumber(value) ? value : Self.quoted(value)
    }

    private static func quoted(_ value: String) -> String { "'\(value.replacing("\\", with: "\\\\"))'" }

    private static func isPattern(_ value: String) -> Bool {
        value.utf8.count > 1 && value.hasPrefix("/") && value.hasSuffix("/")
    }

    /// What stands in `/^...$/`.
    private static func inner(_ value: String) -> Substring? {
        guard value.hasPrefix("/^"), value.hasSuffix("$/"), value.utf8.count >= 4 else { return nil }
        return value.dropFirst(2).dropLast(2)
    }

    /// Digits with a sign before and a fraction behind them, or without.
    private static func isNumber(_ value: String) -> Bool {
        let digits = value.hasPrefix("-") ? value.dropFirst() : value[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }
    }
}
