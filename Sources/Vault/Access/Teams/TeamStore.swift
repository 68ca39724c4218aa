/// Where teams are kept. Every change is also handed on as a snapshot change, in commit order, before the call returns.
public protocol TeamStore: Sendable {
    /// Keeps a team (its id is 0) with its members and answers it with its id. `nameTaken` when another team of the
    /// organisation has a name that folds to the same.
    func insert(_ team: TeamRecord) async throws(StoreError) -> TeamRecord

    /// Name and e-mail address of the team of that id and organisation. `notFound`, `nameTaken`.
    func update(_ team: TeamRecord) async throws(StoreError)

    /// With its members and preferences. `notFound`.
    func delete(teamID: Int64, orgID: Int64) async throws(StoreError)

    /// Puts a user into a team or changes the standing. `notFound` when one of them is not in the organisation.
    func put(_ member: TeamMember, teamID: Int64, orgID: Int64) async throws(StoreError)

    /// `notFound` when the user is not in the team.
    func removeMember(userID: Int64, teamID: Int64, orgID: Int64) async throws(StoreError)
}
