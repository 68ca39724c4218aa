import Testing

@testable import Control

@Suite struct IfMatchTests {
    @Test(
        arguments: [
            (nil, .absent), ("*", .any), (" * ", .any), ("\"3\"", .revisions([3])),
            ("\"3\", \"4\"", .revisions([3, 4])),
            ("\"3\",\"4\"", .revisions([3, 4])), ("W/\"3\"", .revisions([])), ("3", .revisions([])),
            ("", .revisions([])),
            ("\"\"", .revisions([])), ("\"03\"", .revisions([])), ("\"+3\"", .revisions([])),
            ("\"x\", \"3\"", .revisions([3])),
            ("\"9223372036854775808\"", .revisions([])), ("*, \"3\"", .revisions([3])), ("\"", .revisions([])),
        ] as [(String?, IfMatch)])
    func readsEntityTags(field: String?, expected: IfMatch) {
        #expect(IfMatch(field) == expected)
    }
}
