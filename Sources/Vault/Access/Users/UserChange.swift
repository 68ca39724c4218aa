public import Crypto

/// One change to an account.
public enum UserChange: Sendable, Equatable {
    case profile(UserProfile)
    case password(PasswordHash)
    case serverAdmin(Bool)
    case disabled(Bool)
    /// The organisation that is current from now on: one that the user is a member of.
    case currentOrganization(Int64)
}
