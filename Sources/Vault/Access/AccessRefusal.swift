/// Why a call is nobody's. None of these says whether a login exists.
public enum AccessRefusal: Error, Sendable, Equatable, CaseIterable, CustomStringConvertible {
    case noCredentials
    case malformedHeader
    case unknownToken
    case expiredToken
    case wrongPassword
    /// `X-Grafana-Org-Id` of a user's call is no id. The caller is known, and is told what is wrong.
    case malformedOrganization

    public var description: String {
        switch self {
        case .noCredentials: "no credentials"
        case .malformedHeader: "malformed Authorization field"
        case .unknownToken: "unknown token"
        case .expiredToken: "expired token"
        case .wrongPassword: "wrong login or password"
        case .malformedOrganization: "malformed X-Grafana-Org-Id field"
        }
    }
}
