internal import Access
internal import Catalog
internal import Reactor
internal import Store

/// `headgate check`: would a server start, and would every source have its secrets? A line each; changes nothing but the schema's
/// version, as any command does.
public enum CheckCommand {
    public static func run(_ arguments: CommandArguments) async throws(DaemonError) {
        try arguments.refuseWords()
        let configuration = try ServerConfiguration(ofProcess: arguments.flags)
        say("configuration: ok")
        let store = try StoreSession.open(configuration)
        defer { store.stop() }
        var problems = try await database(store)
        problems += try await secrets(store, configuration)
        guard problems == 0 else { throw .checkFailed(problems: problems) }
    }

    private static func database(_ store: SQLiteStore) async throws(DaemonError) -> Int {
        do {
            let problems = try await store.integrityProblems()
            for problem in problems { say("database: \(problem)") }
            if problems.isEmpty { say("database: ok") }
            return problems.count
        } catch { throw .store(error) }
    }

    private static func secrets(
        _ store: SQLiteStore, _ configuration: ServerConfiguration
    ) async throws(DaemonError) -> Int {
        let opening = KeyringOpening(
            store: store, path: configuration.keyFile, dataDirectory: configuration.dataDirectory)
        let opened: KeyringOpening.Opened
        do throws(DaemonError) {
            opened = try await opening.open()
        } catch {
            say("key: \(error)")
            return 1
        }
        say("key: ok (\(opened.keyID))")
        let contents: StoreContents
        do { contents = try await store.load() } catch { throw .store(error) }
        let unopened = UnopenedSecret.all(in: contents.dataSources, keyring: opened.keyring)
        for secret in unopened {
            say("secret: \(secret.field) of \(secret.uid) in organisation \(secret.orgID): \(secret.error)")
        }
        let count = contents.dataSources.reduce(0) { $0 + $1.secrets.count }
        say("secrets: \(count - unopened.count) of \(count) open")
        return unopened.count
    }

    private static func say(_ line: String) { StandardStream.output.write(line + "\n") }
}
