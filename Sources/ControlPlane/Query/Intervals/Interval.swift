/// A length of time as Go's `time.Duration`, in which Grafana calculates: whole nanoseconds. Arithmetic stops at the ends of
/// `Int64` where Go's wraps round: times come from callers, and a senseless range must not become a plausible one.
struct Interval: Sendable, Hashable {
    var nanoseconds: Int64

    static let zero = Interval(nanoseconds: 0)
    static let millisecond = Interval(nanoseconds: 1_000_000)
    static let second = Interval(nanoseconds: 1_000_000_000)
    static let minute = second * 60
    static let hour = minute * 60
    static let day = hour * 24
    static let week = day * 7

    static func milliseconds(_ count: Int64) -> Interval { millisecond * count }
    static func seconds(_ count: Int64) -> Interval { second * count }

    /// Whole milliseconds, towards zero.
    var milliseconds: Int64 { nanoseconds / 1_000_000 }

    /// Seconds with their fraction. In two parts, as Go does: the fraction keeps its digits for long intervals too.
    var seconds: Double {
        let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return Double(whole) + Double(rest) / 1e9
    }
}

extension Interval {
    static func + (a: Interval, b: Interval) -> Interval {
        let (sum, overflows) = a.nanoseconds.addingReportingOverflow(b.nanoseconds)
        return Interval(nanoseconds: overflows ? (b.nanoseconds < 0 ? .min : .max) : sum)
    }

    static func - (a: Interval, b: Interval) -> Interval {
        let (difference, overflows) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
        return Interval(nanoseconds: overflows ? (b.nanoseconds < 0 ? .max : .min) : difference)
    }

    static func * (interval: Interval, factor: Int64) -> Interval {
        let (product, overflows) = interval.nanoseconds.multipliedReportingOverflow(by: factor)
        guard overflows else { return Interval(nanoseconds: product) }
        return Interval(nanoseconds: (interval.nanoseconds < 0) == (factor < 0) ? .max : .min)
    }

    /// Towards zero; dividing by zero is a bug of ours.
    static func / (interval: Interval, divisor: Int64) -> Interval {
        let (quotient, overflows) = interval.nanoseconds.dividedReportingOverflow(by: divisor)
        precondition(divisor != 0)
        return Interval(nanoseconds: overflows ? .max : quotient)
    }
}

extension Interval: Comparable {
    static func < (a: Interval, b: Interval) -> Bool { a.nanoseconds < b.nanoseconds }
}
