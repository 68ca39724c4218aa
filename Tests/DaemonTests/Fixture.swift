import Foundation
import TestSupport

/// Files of the tests.
enum Fixture {
    static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}

extension TemporaryDirectory {
    func setMode(_ mode: Int, of name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file(name))
    }

    func mode(of name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file(name))[.posixPermissions] as? Int
    }
}
