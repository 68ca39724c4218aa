internal import Bytes
internal import JSON

/// Which calls below one source's `/resources/` only pass bytes, so that the data plane carries them: its type's table under its settings.
/// Whatever does not pass is the control plane's.
public struct PassedResources: Sendable {
    private let table: ResourceTable?
    private let refusesPOST: Bool

    init(type: String, jsonData: JSONValue) {
        let table = DataSourceType.named(type)?.resources
        let isChanged = table?.changingSetting.map { jsonData[$0]?.stringValue?.isEmpty == false } ?? false
        self.table = isChanged ? nil : table
        refusesPOST = table?.methodSetting.map { jsonData[$0]?.stringValue?.uppercased() == "GET" } ?? false
    }

    /// What stands before the path at the source; nothing for a call that does not pass. `path` is what the caller sent behind
    /// `/resources/`; that it has no dot segment was found before.
    public func prefix(method: Span<UInt8>, path: Span<UInt8>) -> StaticString? {
        guard let table, table.holds(path) else { return nil }
        if table.isReadOnly, !method.equals("GET") { return nil }
        if refusesPOST, method.equals("POST") { return nil }
        return table.prefix
    }
}
