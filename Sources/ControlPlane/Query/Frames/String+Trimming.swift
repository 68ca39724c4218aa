extension String {
    /// Without spaces at its ends.
    var trimmed: String {
        let front = drop { $0 == " " }
        return String(front.prefix(front.count - front.reversed().prefix { $0 == " " }.count))
    }
}
