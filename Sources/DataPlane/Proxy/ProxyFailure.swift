public import Access
public import Catalog
public import HTTP
public import Upstream

/// Everything that can end a call without the data source's own answer.
public enum ProxyFailure: Error, Sendable, Equatable {
    case badHead(HeadError)
    case notAdmitted(AccessRefusal)
    /// A user's call names an organisation in a way that names none.
    case invalidOrganization
    case queryDenied
    /// Not one of the methods that Grafana proxies; TRACE would send the source's credentials back.
    case methodRefused
    /// A page of another origin asks for a WebSocket.
    case foreignOrigin
    case invalidID
    case invalidUID
    case notFound
    case badPath
    case rule(ProxyRuleRefusal)
    case unusableTarget(UnusableTarget)
    case tlsMaterial
    /// A secret of the source cannot be opened: nothing is sent.
    case secretUnavailable
    case tooManyCalls
    /// The call has come by this name too often: sources that point back here.
    case loop
    case upstream(UpstreamError)
    /// The source refused the credential that Headgate holds.
    case sourceRefusedCredential
    /// The caller's body broke its framing after the call had begun.
    case badBody
    case bodyTooLarge
    /// The source's answer is longer than may be passed on.
    case answerTooLarge
    case callerGone
    case callerTimeout

    init(_ problem: RouteProblem) {
        self =
            switch problem {
            case .secretUnavailable: .secretUnavailable
            case .unusableTarget(let reason): .unusableTarget(reason)
            case .tlsMaterial: .tlsMaterial
            }
    }

    /// What went wrong on the way to the source.
    var ofSource: UpstreamError? {
        guard case .upstream(let error) = self else { return nil }
        return error
    }
}
