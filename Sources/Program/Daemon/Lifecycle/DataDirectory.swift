internal import Reactor

/// The directory of database and key.
enum DataDirectory {
    /// Makes it with mode 0700. One that is there keeps its mode: what lies in it has modes of its own.
    static func ensure(_ path: String) throws(DaemonError) {
        do throws(SystemError) {
            try PrivateFile.ensureDirectory(path)
        } catch {
            throw .dataDirectory(path: path, error)
        }
    }
}
