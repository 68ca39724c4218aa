/// The organisation that a call names in `X-Grafana-Org-Id`.
///
/// A user's call is made in that organisation. A token is bound to its own, whatever the field says. The spelling is exact,
/// one to 19 digits without a leading zero: no proxy or log can read the field another way.
public enum OrganizationChoice: Sendable, Equatable {
    /// The field is absent: the one that is current for the user.
    case current
    case id(Int64)
    /// Not an id; two fields count as one of those.
    case malformed

    /// The value of the field.
    public init(parsing value: Span<UInt8>) {
        self = .malformed
        guard (1...19).contains(value.count), value[0] != UInt8(ascii: "0") else { return }
        var id: Int64 = 0
        for index in value.indices {
            let digit = value[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return }
            let (tens, isTooLarge) = id.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = tens.addingReportingOverflow(Int64(digit))
            guard !isTooLarge, !overflows else { return }
            id = sum
        }
        self = .id(id)
    }
}
