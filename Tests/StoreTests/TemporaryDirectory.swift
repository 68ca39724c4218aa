import Glibc

/// A directory for one test, gone with it.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/headgate-store-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        for name in entries { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    var database: String { "\(path)/headgate.db" }

    var entries: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The permission bits of a file here.
    func mode(of name: String) -> UInt32? {
        var status = stat()
        return stat("\(path)/\(name)", &status) == 0 ? status.st_mode & 0o777 : nil
    }

    /// Replaces a file's bytes.
    func write(_ bytes: [UInt8], to name: String, mode: UInt32 = 0o600) {
        let file = open("\(path)/\(name)", O_CREAT | O_WRONLY | O_TRUNC, mode)
        precondition(file >= 0 && bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) } == bytes.count)
        fchmod(file, mode)
        close(file)
    }

    func read(_ name: String) -> [UInt8] {
        let file = open("\(path)/\(name)", O_RDONLY)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Int(lseek(file, 0, SEEK_END)))
        let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
        return Array(bytes.prefix(max(count, 0)))
    }
}
