/// What one worker counts.
struct WorkerMeters: Sendable {
    let proxy: ProxyMeters
    let control: ControlMeters
}
