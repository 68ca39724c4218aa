internal import Bytes
internal import Crypto
internal import Reactor
internal import Telemetry

/// `headgate serve`.
public enum ServeCommand {
    /// Bytes of locked memory for secrets: 4 MiB hold those of some 30,000 sources and stay below the 8 MiB that many systems let
    /// a process lock. What does not fit lies in pages that core dumps leave out.
    private static let secureBytes = 4 << 20
    /// Bytes of freed memory that each heap keeps; a worker's is one.
    private static let freedBytes = 4 << 20

    /// Runs until SIGTERM or SIGINT and then ends in order; a second signal ends the process at once. SIGHUP has the settings of
    /// the log read again. `CommandRun` has blocked all three.
    public static func run(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let configuration = try ServerConfiguration(ofProcess: arguments.flags)
        let logs = try ServerLogs(configuration)
        defer { logs.stop() }
        let logger = logs.logger
        prepare(logger)
        let server = try await Server.start(configuration, logs: logs) { StandardStream.output.write($0) }
        logger.info(
            "listening",
            [
                .text("address", server.address.description), .number("workers", Int64(configuration.workers)),
                .text("version", Version.current),
            ])
        let reason = try await signal { reload(logs, from: arguments.flags) }
        logger.info("draining", [.text("signal", reason == .interrupt ? "SIGINT" : "SIGTERM")])
        server.stop()
        logger.info("stopped")
    }

    /// What holds for the whole process, before the first secret is read.
    private static func prepare(_ logger: Logger) {
        // `gcore` stays possible for the operator: secrets lie in memory that it leaves out.
        SecureMemory.disableCoreDumps(refusingTracers: false)
        let protection = SecureMemory.start(bytes: secureBytes)
        FreedMemory.keep(bytes: freedBytes)
        let descriptors = ResourceLimits.raiseDescriptors()
        logger.debug(
            "process prepared",
            [.text("secureMemory", "\(protection)"), .number("descriptors", Int64(clamping: descriptors))])
        if protection != .locked {
            logger.warning("memory for secrets is not locked", [.text("state", "\(protection)")])
        }
    }

    /// What of the configuration can be changed while callers are served: the log. Mistakes leave everything as it is.
    private static func reload(_ logs: ServerLogs, from flags: [(name: String, value: String)]) {
        do throws(DaemonError) {
            logs.follow(try ServerConfiguration(ofProcess: flags))
            logs.logger.info("log settings read again")
        } catch {
            logs.logger.error("settings were not read again", [.text("error", error.description)])
        }
    }

    /// Returns with the first signal that ends the server; from then on the next one ends the process. Others are acted upon.
    private static func signal(reload: @escaping @Sendable () -> Void) async throws(DaemonError) -> ProcessSignal {
        let report: Result<ProcessSignal, DaemonError> = await withCheckedContinuation { continuation in
            do throws(SystemError) {
                _ = try Thread(name: "signals") {
                    continuation.resume(returning: .success(ending(reload)))
                    ending(reload).end()
                }
            } catch {
                continuation.resume(returning: .failure(.cannotStart(error)))
            }
        }
        return try report.get()
    }

    /// Waits for a signal that ends.
    private static func ending(_ reload: () -> Void) -> ProcessSignal {
        while true {
            let signal = ProcessSignal.wait()
            guard signal == .hangUp else { return signal }
            reload()
        }
    }
}
