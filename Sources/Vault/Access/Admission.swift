/// What the authenticator says about one call.
public enum Admission: Sendable {
    case admitted(Identity)
    /// A login and password that have to be checked by `Authenticator.verify`, away from the loop.
    case needsPassword(BasicCredential)
    case refused(AccessRefusal)
}
