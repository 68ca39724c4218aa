/// Whether a type's rules let a call through.
public enum ProxyRuleDecision: Sendable, Equatable {
    case allow
    case refuse(ProxyRuleRefusal)
}
