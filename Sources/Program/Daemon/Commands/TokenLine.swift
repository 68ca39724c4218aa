internal import Access

/// A token as one line of `headgate token list`.
enum TokenLine {
    /// Id, role, days left, name; the name stands last because it may hold spaces.
    static func text(of token: TokenRecord, now: Int64) -> String {
        "\(token.id)\t\(token.role.rawValue)\t\(expiry(of: token, now: now))\t\(token.name)\n"
    }

    private static func expiry(of token: TokenRecord, now: Int64) -> String {
        guard let expiresAt = token.expiresAt else { return "never expires" }
        if token.isExpired(at: now) { return "expired" }
        // Rounded up: what was just made for 30 days has 30 days.
        let hours = (expiresAt - now - 1) / 3_600 + 1
        return hours <= 48 ? "expires in \(hours)h" : "expires in \((hours - 1) / 24 + 1)d"
    }
}
