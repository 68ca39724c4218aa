extension FrameTime {
    /// A moment that lies `nanosecond` (below a thousand million) behind `seconds`; nothing where milliseconds do not reach.
    init?(seconds: Int64, nanosecond: Int64) {
        let (product, overflows) = seconds.multipliedReportingOverflow(by: 1_000)
        let (sum, exceeds) = product.addingReportingOverflow(nanosecond / 1_000_000)
        guard !overflows, !exceeds else { return nil }
        self.init(milliseconds: sum, nanoseconds: Int32(nanosecond % 1_000_000))
    }

    /// A number in a time column: seconds, milliseconds or nanoseconds since 1970, told apart by its size as Grafana does.
    init?(epoch value: Double) {
        let milliseconds: Double =
            switch value.magnitude {
            case 1e9..<1e10: value * 1e3
            case 1e18..<1e19: value / 1e6
            default: value
            }
        guard let whole = Int64(exactly: milliseconds.rounded(.towardZero)) else { return nil }
        self.init(milliseconds: whole)
    }
}
