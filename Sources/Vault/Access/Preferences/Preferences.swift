/// How somebody wants things shown. Headgate shows none of it; clients keep it here. Empty texts mean the default.
public struct Preferences: Sendable, Equatable {
    public var theme = ""
    public var homeDashboardUID = ""
    public var timezone = ""
    public var weekStart = ""
    public var language = ""

    public init() {}
}
