/// Whose preferences: an organisation's, or a user's or a team's within one.
public enum PreferenceScope: Sendable, Hashable {
    case organization(Int64)
    case user(Int64, orgID: Int64)
    case team(Int64, orgID: Int64)
}
