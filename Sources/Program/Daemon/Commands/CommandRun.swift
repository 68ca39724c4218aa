internal import Reactor

/// Runs a command from a `main` that is not async. An async `main` parks its thread in libdispatch, which lets every signal through
/// there, whatever this process has blocked.
public enum CommandRun {
    /// Returns the exit code, once the command has ended. One line on standard error for each thing that went wrong.
    /// `serves`: signals are taken over before any other thread starts, since threads inherit what is blocked.
    public static func run(
        serves: Bool, _ command: @escaping @Sendable () async throws(DaemonError) -> Void
    ) -> Int32 {
        if serves { ProcessSignal.takeOver() }
        let completion = Completion<Int32>()
        Task {
            do throws(DaemonError) {
                try await command()
                completion.complete(0)
            } catch {
                completion.complete(report(error))
            }
        }
        return completion.wait()
    }

    private static func report(_ error: DaemonError) -> Int32 {
        for line in error.description.split(separator: "\n") { StandardStream.error.write("headgate: \(line)\n") }
        return error.exitCode
    }
}
