internal import HTTP

/// Names and values as `application/x-www-form-urlencoded`, in the order in which they are given; a query has the same form.
enum FormText {
    static func encode(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value) }.joined(separator: "&")
    }

    /// The field that a body of this form needs.
    static let contentType = (name: "Content-Type", value: "application/x-www-form-urlencoded")
}
