/// One thing that is wrong with the configuration. Safe to show: a secret's value is never part of it.
public struct ConfigurationMistake: Sendable, Equatable, CustomStringConvertible {
    /// The flag, variable or key, as whoever wrote it would look for it.
    public let place: String
    public let problem: String

    public var description: String { "\(place) \(problem)" }
}
