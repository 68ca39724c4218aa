internal import JSON

/// The figures of Loki's statistics that frames carry, with the names and units that Grafana gives them.
enum LokiStats {
    static func stats(in answer: JSONValue) -> [JSONValue] {
        sections.flatMap { section -> [JSONValue] in
            guard let figures = answer[section.member], figures.kind == .object else { return [] }
            return section.figures.map { stat("\(section.name): \($0.name)", $0.unit, figures[$0.member]) }
        }
    }

    private static func stat(_ name: String, _ unit: String, _ value: JSONValue?) -> JSONValue {
        var stat: JSONObject = ["displayName": .string(name)]
        if !unit.isEmpty { stat["unit"] = .string(unit) }
        stat["value"] = .number(value?.numberValue ?? JSONNumber(0))
        return .object(stat)
    }

    private typealias Figure = (name: String, member: String, unit: String)

    private static let sections: [(name: String, member: String, figures: [Figure])] = [
        ("Summary", "summary", summary), ("Store", "store", store), ("Ingester", "ingester", ingester),
    ]

    private static let summary: [Figure] = [
        ("bytes processed per second", "bytesProcessedPerSecond", "Bps"),
        ("lines processed per second", "linesProcessedPerSecond", ""),
        ("total bytes processed", "totalBytesProcessed", "decbytes"),
        ("total lines processed", "totalLinesProcessed", ""),
        ("exec time", "execTime", "s"),
    ]

    private static let store: [Figure] =
        [
            ("total chunks ref", "totalChunksRef", ""),
            ("total chunks downloaded", "totalChunksDownloaded", ""),
            ("chunks download time", "chunksDownloadTime", "s"),
        ] + chunks

    private static let ingester: [Figure] =
        [
            ("total reached", "totalReached", ""),
            ("total chunks matched", "totalChunksMatched", ""),
            ("total batches", "totalBatches", ""),
            ("total lines sent", "totalLinesSent", ""),
        ] + chunks

    private static let chunks: [Figure] = [
        ("head chunk bytes", "headChunkBytes", "decbytes"),
        ("head chunk lines", "headChunkLines", ""),
        ("decompressed bytes", "decompressedBytes", "decbytes"),
        ("decompressed lines", "decompressedLines", ""),
        ("compressed bytes", "compressedBytes", "decbytes"),
        ("total duplicates", "totalDuplicates", ""),
    ]
}
