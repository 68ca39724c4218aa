internal import Access

/// Name and uid of a new source: those that the caller chose, else made ones.
struct NameMaker {
    /// Beyond this many taken names a made one ends with a fresh uid instead of a number.
    private static let numbersMax = 1000

    private let change: DataSourceChange
    private let order: RouteOrder

    init(_ change: DataSourceChange, snapshot: RouteSnapshot, orgID: Int64) {
        self.change = change
        order = snapshot.table.order(orgID: orgID)
    }

    var makesName: Bool { change.name?.isEmpty ?? true }
    var makesUID: Bool { change.uid?.isEmpty ?? true }

    func uid() -> String { makesUID ? DataSourceUID.make() : change.uid ?? "" }

    /// Named after its type: `graphite`, `graphite-1`, ..., the first that nobody has in any case of letters. When the
    /// store says that somebody was faster, `attempt` passes over as many.
    func name(_ attempt: Int) -> String {
        guard makesName else { return change.name ?? "" }
        guard let type = change.type, !type.isEmpty else { return "" }
        var attempt = attempt
        for number in 0..<Self.numbersMax {
            let candidate = number == 0 ? type : "\(type)-\(number)"
            if order.contains(folded: candidate.lowercased()) { continue }
            if attempt == 0 { return candidate }
            attempt -= 1
        }
        return "\(type)-\(DataSourceUID.make())"
    }
}
