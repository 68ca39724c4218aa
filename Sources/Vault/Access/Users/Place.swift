/// A user's place in an organisation, with what that one is called.
public struct Place: Sendable, Equatable {
    public let organization: OrganizationRecord
    public let role: Role

    /// In the order of names.
    static func all(of user: UserRecord, in directory: AccessDirectory) -> [Place] {
        let places = user.memberships.compactMap { membership in
            directory.organization(id: membership.orgID).map { Place(organization: $0, role: membership.role) }
        }
        return places.sorted { $0.organization.name < $1.organization.name }
    }
}
