/// What shall become of preferences; what is nothing stays.
public struct PreferencesChange: Sendable, Equatable {
    public var theme: String?
    public var homeDashboardUID: String?
    public var timezone: String?
    public var weekStart: String?
    public var language: String?

    public init() {}

    func applied(to old: Preferences) throws(AccessError) -> Preferences {
        for (field, text) in [
            ("theme", theme), ("homeDashboardUID", homeDashboardUID), ("timezone", timezone), ("weekStart", weekStart),
            ("language", language),
        ] { try NameRules.checkText(text ?? "", field: field) }
        var new = old
        new.theme = theme ?? old.theme
        new.homeDashboardUID = homeDashboardUID ?? old.homeDashboardUID
        new.timezone = timezone ?? old.timezone
        new.weekStart = weekStart ?? old.weekStart
        new.language = language ?? old.language
        return new
    }
}
