internal import Access

/// A line of a type's route table: this method on this path prefix needs at least this role.
struct ProxyRule: Sendable {
    /// In capitals, as it stands in a request line.
    let method: StaticString
    /// Compared with the escaped path as it is sent, without its leading slash; no boundary is needed behind it, and an
    /// empty one matches every path.
    let prefix: StaticString
    let role: Role

    init(_ method: StaticString, _ prefix: StaticString, _ role: Role) {
        self.method = method
        self.prefix = prefix
        self.role = role
    }
}
