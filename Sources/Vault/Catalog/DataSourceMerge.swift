internal import JSON

/// What a change makes of a source: Grafana's full update with its holes.
enum DataSourceMerge {
    /// A new source, its uid and name already settled.
    static func created(
        _ change: DataSourceChange, uid: String, name: String, orgID: Int64, now: Int64
    ) -> DataSource {
        DataSource(
            uid: uid, orgID: orgID, name: name, type: change.type ?? "", access: change.access ?? "",
            url: change.url ?? "",
            user: change.user ?? "", database: change.database ?? "", basicAuth: change.basicAuth ?? false,
            basicAuthUser: change.basicAuthUser ?? "", withCredentials: change.withCredentials ?? false,
            isDefault: change.isDefault ?? false, jsonData: jsonData(change), version: 1, createdAt: now, updatedAt: now
        )
    }

    /// The stored source after the change: empty url, database, basicAuthUser and uid keep the old value, everything
    /// else that is not said becomes empty, off or `{}`. Throws `staleVersion`.
    static func updated(_ old: DataSource, by change: DataSourceChange, now: Int64) throws(CatalogError) -> DataSource {
        var new = created(change, uid: old.uid, name: change.name ?? "", orgID: old.orgID, now: now)
        new.id = old.id
        new.createdAt = old.createdAt
        new.readOnly = old.readOnly
        new.version = try version(stored: old.version, sent: change.version)
        if let uid = change.uid, !uid.isEmpty { new.uid = uid }
        if new.url.isEmpty { new.url = old.url }
        if new.database.isEmpty { new.database = old.database }
        if new.basicAuthUser.isEmpty { new.basicAuthUser = old.basicAuthUser }
        return new
    }

    /// Grafana's rule: what is sent may not be older than what is stored, and one more than it is stored. Without a
    /// version the write always counts; Grafana then sets the counter back to 1, here it stays where it is, so that it
    /// never goes backwards and a source that nobody versions answers 1 all the same.
    static func version(stored: Int64, sent: Int64?) throws(CatalogError) -> Int64 {
        guard let sent, sent != 0 else { return stored }
        guard stored <= sent else { throw .staleVersion }
        let (next, overflow) = sent.addingReportingOverflow(1)
        guard !overflow else { throw .invalidField(name: "version", problem: "is too large") }
        return next
    }

    private static func jsonData(_ change: DataSourceChange) -> JSONValue {
        guard let jsonData = change.jsonData, jsonData.kind != .null else { return .object([:]) }
        return jsonData
    }
}
