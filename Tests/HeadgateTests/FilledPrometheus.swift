import Foundation
import TestSupport

/// Debian's Prometheus over what its own tool made of samples: it scrapes nothing, so that one question has one answer.
final class FilledPrometheus: Sendable {
    /// Series with one sample each, whose labels make a federation long.
    private static let wideSeries = 12_500
    private static let labelBytes = 4_096
    /// Series with a sample each 30 s, whose steps make the answer to a range query long.
    private static let longSeries = 250
    private static let samples = 10

    let port: UInt16
    /// Unix seconds of the first samples, and of the last.
    let start: Int
    let end: Int
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    /// Comes back when it listens.
    init() throws {
        directory = try TemporaryDirectory()
        port = try TCPListener.freePort()
        end = Int(Date().timeIntervalSince1970)
        start = end - 30 * Self.samples
        let file = directory.file("samples")
        try Data(Self.samples(from: start)).write(to: URL(fileURLWithPath: file))
        let made = try ChildProcess.run(
            "/usr/bin/promtool", ["tsdb", "create-blocks-from", "openmetrics", file, directory.file("data")])
        guard made.exit == .code(0) else {
            throw TestSupportError.unexpected("promtool: \(made.errorText.suffix(300))")
        }
        process = try ChildProcess(
            executable: "/usr/bin/prometheus",
            arguments: [
                "--config.file=\(try directory.write("global: {}\n", to: "prometheus.yml"))",
                "--web.listen-address=127.0.0.1:\(port)", "--storage.tsdb.path=\(directory.file("data"))",
                // However long a loaded machine takes: the last samples are still seen.
                "--query.lookback-delta=1h",
            ])
        try process.waitToListen(on: port, as: "Prometheus")
        // It listens before it has opened what it stores.
        let deadline = Deadline.generous
        while try caller.call("GET", "/-/ready").status != 200 {
            guard !deadline.hasPassed else { throw TestSupportError.deadline(waitingFor: "Prometheus to be ready") }
        }
    }

    deinit { process.signal(SIGKILL) }

    var caller: Caller { Caller(port: port, authorization: nil) }

    /// In the text form of OpenMetrics. Each long label is another part of the same noise, so that none can stand for another.
    private static func samples(from start: Int) -> [UInt8] {
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,.=<>{}&%+".utf8)
        let noise = (0..<2 * labelBytes).map { _ in letters[Int.random(in: letters.indices)] }
        var text = Array("# TYPE wide gauge\n".utf8)
        text.reserveCapacity(wideSeries * (labelBytes + 64))
        for index in 0..<wideSeries {
            let offset = index * 37 % labelBytes
            text += Array("wide{text=\"\(index):".utf8) + noise[offset..<offset + labelBytes]
            text += Array("\"} \(index).5 \(start + 30 * (samples - 1))\n".utf8)
        }
        text += Array("# TYPE long gauge\n".utf8)
        for index in 0..<longSeries {
            for step in 0..<samples {
                text += Array("long{series=\"\(index)\"} \(index * step).25 \(start + 30 * step)\n".utf8)
            }
        }
        return text + Array("# EOF\n".utf8)
    }
}
