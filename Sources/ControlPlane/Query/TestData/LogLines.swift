internal import JSON

/// Lines of an access log with labels, in the layout that log viewers read.
struct LogLines {
    private let refID: String
    private let hasLevels: Bool
    private var random: SplitMix
    private var times: [FrameTime?] = []
    private var lines: [String?] = []
    private var labels: [JSONValue?] = []
    private var ids: [String?] = []

    private static let levels = [
        "emerg", "emergency", "alert", "crit", "critical", "warn", "warning", "err", "eror", "error", "info", "notice",
        "dbug", "debug",
        "trace", "",
    ]
    private static let containers = [
        "f36a9eaa6d34310686f2b851655212023a216de955cbcc764210cefa71179b1a",
        "5a354a630364f3742c602f315132e16def594fe68b1e4a195b2fce628e24c97a",
    ]
    private static let hosts = ["srv-001", "srv-002"]

    init(_ refID: String, hasLevels: Bool, _ random: SplitMix) {
        self.refID = refID
        self.hasLevels = hasLevels
        self.random = random
    }

    mutating func append(at milliseconds: Int64) {
        let level = Self.levels.randomElement(using: &random) ?? ""
        let container = Self.containers.randomElement(using: &random) ?? ""
        let host = Self.hosts.randomElement(using: &random) ?? ""
        var own: JSONObject = ["container_id": .string(container), "hostname": .string(host)]
        if hasLevels { own["level"] = .string(level) }
        let time = CivilTime(milliseconds: milliseconds).rfc3339
        times.append(FrameTime(milliseconds: milliseconds))
        labels.append(.object(own))
        lines.append(
            "t=\(time) \(hasLevels ? "" : "lvl=\(level) ")msg=\"Request Completed\" logger=context userId=1 orgId=1 uname=admin method=GET "
                + "path=/api/datasources/proxy/152/api/prom/label status=502 remote_addr=[::1] time_ms=1 size=0")
        ids.append("\(milliseconds)_\(refID)_\(ids.count)")
    }

    var frame: DataFrame {
        var types: JSONObject = ["container_id": "Indexed label", "hostname": "Parsed field"]
        if hasLevels { types["level"] = "Metadata" }
        let hidden = FieldConfig(custom: ["hidden": true])
        return DataFrame(
            name: refID, meta: FrameMeta(type: "log-lines", preferredVisualisationType: "logs"),
            fields: [
                FrameField("labels", .json(labels), labels: [:]), FrameField("timestamp", .time(times)),
                FrameField("body", .string(lines)), FrameField("id", .string(ids)),
                FrameField("labelTypes", .json(labels.map { _ in .object(types) }), config: hidden),
            ])
    }
}
