/// How points that a source has nothing for are filled.
struct GapFill: Sendable, Equatable {
    enum Mode: Sendable, Equatable {
        case null
        case previous
        case value(Double)
    }

    var mode: Mode
    /// Between points; at least a second.
    var interval: Interval
}
