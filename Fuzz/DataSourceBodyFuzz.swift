// rooms: Bytes JSON HTTP Crypto Telemetry Reactor Access Secrets Catalog Downstream Web Control
import Bytes
import Catalog
import Control
import JSON

/// Any bytes as the body of a create and of an update: nothing traps, and what is understood is written as JSON that reads back.
@_cdecl("LLVMFuzzerTestOneInput")
public func feedDataSourceBody(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for purpose in [DataSourceBody.Purpose.create, .update] {
        var text = ByteBuffer()
        text.append(bytes)
        guard let change = try? DataSourceBody.decode(text, for: purpose) else { continue }
        checkAnswer(to: change)
    }
    return 0
}

private func checkAnswer(to change: DataSourceChange) {
    let source = DataSource(
        id: 1, uid: change.uid ?? "u", orgID: 1, name: change.name ?? "", type: change.type ?? "",
        access: change.access ?? "", url: change.url ?? "", user: change.user ?? "", database: change.database ?? "",
        basicAuth: change.basicAuth ?? false, basicAuthUser: change.basicAuthUser ?? "",
        jsonData: change.jsonData ?? .object([:]), version: change.version ?? 1)
    var names: Set<String> = []
    let secrets = change.secrets.map(\.field).filter { names.insert($0).inserted }
    let answer = DataSourceEncoder.single(source, secretNames: secrets)
    guard let read = try? JSONValue(parsing: answer.span, limits: JSONLimits(bytesMax: 32 << 20)) else {
        preconditionFailure("an answer is JSON")
    }
    precondition(read["name"]?.stringValue == source.name)
    precondition(read["jsonData"] == source.jsonData)
    precondition(read["password"] == "" && read["basicAuthPassword"] == "")
}
