/// A moment that is asked for, in nanoseconds since 1970. Calculated and printed in doubles, as Grafana does: the same digits reach the
/// source, and its cache knows them.
struct StepTime: Hashable {
    let nanoseconds: Int64

    init(_ time: FrameTime) { nanoseconds = time.nanosecondsSince1970 }

    private init(nanoseconds: Double) {
        self.nanoseconds = Int64(exactly: nanoseconds.rounded(.towardZero)) ?? (nanoseconds < 0 ? .min : .max)
    }

    /// The last moment not behind this that is a multiple of `step` where clocks are `offset` ahead.
    func aligned(to step: Interval, offset: Interval = .zero) -> StepTime {
        guard step.nanoseconds != 0 else { return self }
        let (shift, width) = (Double(offset.nanoseconds), Double(step.nanoseconds))
        return StepTime(nanoseconds: ((Double(nanoseconds) + shift) / width).rounded(.down) * width - shift)
    }

    /// Seconds, with a fraction where there is one.
    var secondsText: String {
        let exact = Interval(nanoseconds: nanoseconds)
        let text = exact.seconds.description
        // Moments so near to 1970 that they have an exponent are written out.
        if text.utf8.contains(UInt8(ascii: "e")) { return exact.secondsText }
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
