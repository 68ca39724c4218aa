internal import Reactor

/// `headgate config`: what the server would run with, and where each value comes from; secrets are masked.
public enum ConfigCommand {
    public static func run(_ arguments: CommandArguments) throws(DaemonError) {
        try arguments.refuseWords()
        StandardStream.output.write(try ServerConfiguration(ofProcess: arguments.flags).effectiveText)
    }
}
