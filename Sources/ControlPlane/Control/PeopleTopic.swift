internal import Access

/// What a refused call of the administration was about: texts differ by it.
enum PeopleTopic: Sendable, Equatable {
    case organization
    case organizationDeletion
    case member
    case newMember
    case memberRemoval
    case user
    case newUser(UserProfile)
    case team
    case teamMember
    case newTeamMember
    case serviceAccount
    case serviceToken
    case preferences
}
