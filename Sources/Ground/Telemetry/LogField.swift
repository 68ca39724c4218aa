/// A variable part of a log line. Names are ours, so that no line can be given a second `message`.
public struct LogField: Sendable, Equatable {
    public enum Value: Sendable, Equatable {
        case text(String)
        case number(Int64)
        case flag(Bool)
    }

    public let name: String
    public let value: Value

    private init(_ name: StaticString, _ value: Value) {
        self.name = name.description
        self.value = value
    }

    public static func text(_ name: StaticString, _ value: String) -> LogField { LogField(name, .text(value)) }
    public static func number(_ name: StaticString, _ value: Int64) -> LogField { LogField(name, .number(value)) }
    public static func flag(_ name: StaticString, _ value: Bool) -> LogField { LogField(name, .flag(value)) }
}
