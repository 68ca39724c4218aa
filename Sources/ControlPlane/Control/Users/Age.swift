/// How long ago something was, as people say it: `< 1 minute`, `3 hours`, `10 years`.
enum Age {
    private static let units: [(seconds: Int64, name: String)] = [
        (31_536_000, "year"), (2_592_000, "month"), (86_400, "day"), (3_600, "hour"), (60, "minute"),
    ]

    static func text(seconds: Int64) -> String {
        guard let unit = units.first(where: { seconds >= $0.seconds }) else { return "< 1 minute" }
        let count = seconds / unit.seconds
        return "\(count) \(unit.name)\(count == 1 ? "" : "s")"
    }
}
