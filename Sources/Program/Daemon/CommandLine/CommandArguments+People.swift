internal import Access

/// Values that several commands take.
extension CommandArguments {
    /// `--org`, 1 unless given.
    func orgID() throws(DaemonError) -> Int64 {
        guard let text = try value(of: "--org") else { return 1 }
        guard let id = Int64(text), id > 0 else {
            throw .usage(.invalidValue(flag: "--org", problem: "is not an organisation's id"))
        }
        return id
    }

    func required(_ flag: String) throws(DaemonError) -> String {
        guard let value = try value(of: flag) else { throw .usage(.missingFlag(flag)) }
        return value
    }

    /// `--role`: Viewer, Editor or Admin.
    func role() throws(DaemonError) -> Role {
        guard let role = Role(rawValue: try required("--role")), role != .none else {
            throw .usage(.invalidValue(flag: "--role", problem: "is none of Viewer, Editor, Admin"))
        }
        return role
    }

    /// `true` or `false`.
    func flag(_ name: String) throws(DaemonError) -> Bool {
        switch try required(name) {
        case "true": true
        case "false": false
        default: throw .usage(.invalidValue(flag: name, problem: "is neither true nor false"))
        }
    }
}
