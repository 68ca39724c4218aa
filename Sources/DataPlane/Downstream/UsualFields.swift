/// The header lines of every answer that is Headgate's own and no data source's, as Grafana 12 sends them outside the proxy: answers are for
/// this caller and this moment only, and no browser may guess their type or show them in a frame.
public enum UsualFields {
    public static let lines: [(name: String, value: String)] = [
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "deny"),
        ("X-XSS-Protection", "1; mode=block"),
    ]
}
