extension FrameTime {
    /// From seconds since 1970 with a fraction, cut to milliseconds; nothing when that is no time that fits.
    init?(seconds: Double) {
        guard let milliseconds = Int64(exactly: (seconds * 1_000).rounded(.towardZero)) else { return nil }
        self.init(milliseconds: milliseconds)
    }

    /// Whole seconds since 1970, rounded down.
    var wholeSeconds: Int64 {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
