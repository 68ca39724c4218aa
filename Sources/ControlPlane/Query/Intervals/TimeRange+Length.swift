extension TimeRange {
    /// From `from` to `to`; negative when they are the other way round.
    var length: Interval {
        let (difference, overflows) = to.nanosecondsSince1970.subtractingReportingOverflow(from.nanosecondsSince1970)
        return Interval(nanoseconds: overflows ? (to.milliseconds < from.milliseconds ? .min : .max) : difference)
    }
}

extension FrameTime {
    /// Nanoseconds since 1970; times before 1677 and after 2262 stop at the ends of `Int64`.
    var nanosecondsSince1970: Int64 {
        let (product, overflows) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflows else { return milliseconds < 0 ? .min : .max }
        let (sum, exceeds) = product.addingReportingOverflow(Int64(nanoseconds))
        return exceeds ? .max : sum
    }
}
