extension Interval {
    /// Reads what Go's `time.ParseDuration` reads: an optional sign, then decimal numbers with a unit each (`1h30m`, `1.5s`, `-20ms`), or `0`.
    init(goDuration text: String) throws(IntervalError) {
        var scanner = GoDurationScanner(text)
        self = try scanner.scan()
    }
}

/// One walk over the text of a Go duration.
private struct GoDurationScanner {
    private let text: String
    private let bytes: [UInt8]
    private var offset = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    mutating func scan() throws(IntervalError) -> Interval {
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { offset = 1 }
        if bytes[offset...].elementsEqual([UInt8(ascii: "0")]) { return .zero }
        guard offset < bytes.count else { throw .invalid(text) }
        var total: UInt64 = 0
        while offset < bytes.count {
            let (sum, overflows) = total.addingReportingOverflow(try part())
            guard !overflows, sum <= 1 << 63 else { throw .invalid(text) }
            total = sum
        }
        if isNegative { return Interval(nanoseconds: Int64(truncatingIfNeeded: 0 &- total)) }
        guard let nanoseconds = Int64(exactly: total) else { throw .invalid(text) }
        return Interval(nanoseconds: nanoseconds)
    }

    /// A number and its unit, in nanoseconds, at most 2^63.
    private mutating func part() throws(IntervalError) -> UInt64 {
        let whole = try digits()
        var fraction: (value: UInt64, scale: Double)?
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            fraction = fractionDigits()
        }
        guard whole != nil || fraction != nil else { throw .invalid(text) }
        let unit = try unit()
        let (product, overflows) = (whole ?? 0).multipliedReportingOverflow(by: unit)
        // A float is exact to the nanosecond for fractions of hours.
        let rest = fraction.map { UInt64(Double($0.value) * (Double(unit) / $0.scale)) } ?? 0
        guard !overflows, product <= 1 << 63, product + rest <= 1 << 63 else { throw .invalid(text) }
        return product + rest
    }

    /// Nothing when there is no digit.
    private mutating func digits() throws(IntervalError) -> UInt64? {
        let start = offset
        var value: UInt64 = 0
        while let digit = nextDigit() {
            let (scaled, overflows) = value.multipliedReportingOverflow(by: 10)
            guard !overflows, scaled <= (1 << 63) - digit else { throw .invalid(text) }
            value = scaled + digit
        }
        return offset == start ? nil : value
    }

    /// Digits that no longer fit are read and have no weight.
    private mutating func fractionDigits() -> (value: UInt64, scale: Double)? {
        let start = offset
        var value: UInt64 = 0
        var scale = 1.0
        var isFull = false
        while let digit = nextDigit() {
            isFull = isFull || value > (1 << 63 - 1) / 10
            if isFull { continue }
            value = value * 10 + digit
            scale *= 10
        }
        return offset == start ? nil : (value, scale)
    }

    private mutating func nextDigit() -> UInt64? {
        guard offset < bytes.count, bytes[offset] &- 0x30 < 10 else { return nil }
        defer { offset += 1 }
        return UInt64(bytes[offset] &- 0x30)
    }

    private mutating func unit() throws(IntervalError) -> UInt64 {
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "."), bytes[offset] &- 0x30 >= 10 { offset += 1 }
        let name = String(decoding: bytes[start..<offset], as: UTF8.self)
        switch name {
        case "": throw .missingUnit(text)
        case "ns": return 1
        case "us", "µs", "μs": return 1_000
        case "ms": return 1_000_000
        case "s": return 1_000_000_000
        case "m": return 60_000_000_000
        case "h": return 3_600_000_000_000
        default: throw .unknownUnit(name, text)
        }
    }
}
