internal import Catalog

/// Whether an InfluxDB answers Flux: it is asked which buckets there are.
enum FluxHealth {
    static func report(on source: AskedSource) async -> HealthReport {
        guard let settings = FluxSettings(source.route.source) else {
            return HealthReport(.error, "missing organization in datasource configuration error performing flux query")
        }
        do throws(SourceFailure) {
            let answer = try await source.ask(settings.request(for: "buckets()"))
            guard answer.isSuccess else { return failed(FluxSettings.words(of: answer)) }
            let result = await source.computing {
                var reader = FluxReader(answer.body, seriesMax: .max, pointsMax: .max)
                let error = reader.read()
                return (error: error, rows: reader.frames.reduce(0) { $0 + $1.rowCount })
            }
            if let error = result.error { return failed(error.text) }
            return HealthReport(.ok, "datasource is working. \(result.rows) buckets found")
        } catch {
            return failed(error.description)
        }
    }

    private static func failed(_ words: String) -> HealthReport {
        HealthReport(.error, "\(words) error reading buckets")
    }
}
