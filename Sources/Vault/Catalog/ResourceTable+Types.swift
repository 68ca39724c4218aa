/// The types that have resources which only pass bytes. Those of the others are worded or read by the type (decision 0021).
extension ResourceTable {
    static let prometheus = ResourceTable(
        paths: .all(but: ["suggestions"]), methodSetting: "httpMethod", changingSetting: "customQueryParameters")

    static let openTSDB = ResourceTable(
        paths: .only(["api/suggest", "api/aggregators", "api/config/filters", "api/search/lookup"], below: []),
        isReadOnly: true)

    static let zipkin = ResourceTable(
        paths: .only(["services", "spans", "traces"], below: ["trace/"]), prefix: "/api/v2", isReadOnly: true)
}
