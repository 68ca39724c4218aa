internal import Catalog
internal import JSON

/// Whether an InfluxDB answers InfluxQL: it is asked which measurements there are.
enum InfluxQLHealth {
    static func report(on source: AskedSource) async -> HealthReport {
        do throws(QueryError) {
            let settings = try InfluxSettings(source.route.source)
            return await measurements(settings, source)
        } catch {
            return HealthReport(.error, "\(error.text) error creating influxDB healthcheck request")
        }
    }

    private static func measurements(_ settings: InfluxSettings, _ source: AskedSource) async -> HealthReport {
        let now = FrameTime(milliseconds: 0)
        let native = NativeQuery(
            range: TimeRange(from: now, to: now), model: ["rawQuery": true, "query": "SHOW measurements"])
        do throws(QueryError) {
            let frames = try await InfluxLanguage.frames(of: InfluxQuery(native), settings, source)
            return HealthReport(.ok, "datasource is working. \(frames.first?.rowCount ?? 0) measurements found")
        } catch {
            return HealthReport(.error, "\(error.text) error reading influxDB")
        }
    }
}
