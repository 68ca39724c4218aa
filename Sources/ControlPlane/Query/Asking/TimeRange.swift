/// The time that is asked about. `from` may lie behind `to`: what that means is for each language.
public struct TimeRange: Sendable, Equatable {
    public var from: FrameTime
    public var to: FrameTime

    public init(from: FrameTime, to: FrameTime) {
        self.from = from
        self.to = to
    }
}
