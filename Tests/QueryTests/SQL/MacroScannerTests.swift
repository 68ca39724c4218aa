import Testing

@testable import Query

@Suite struct MacroScannerTests {
    private func calls(_ sql: String) -> [MacroScanner.Call] {
        var calls: [MacroScanner.Call] = []
        _ = MacroScanner(sql).replacing { call, _ in
            calls.append(call)
            return ""
        }
        return calls
    }

    @Test(arguments: [
        ("$__timeFilter(at)", ["at"]),
        ("$__timeGroup( a , '5m' ,NULL)", ["a", "'5m'", "NULL"]),
        ("$__unixEpochFilter(extract(epoch FROM at))", ["extract(epoch FROM at)"]),
        ("$__timeGroup(coalesce(a, b), '1h')", ["coalesce(a, b)", "'1h'"]),
        ("$__time(f('a,)'))", ["f('a,)')"]), ("$__time(\"odd)name\")", ["\"odd)name\""]),
        ("$__timeFrom()", [""]), ("$__time('it''s')", ["'it''s'"]),
    ])
    func argumentsAreCutAtTheirOwnCommas(_ sql: String, _ arguments: [String]) {
        #expect(calls(sql).map(\.arguments) == [arguments])
    }

    @Test(arguments: ["$__time", "$__time(at", "$(x)", "$ x(y)", "$__time('open)", "$$ body $$", "a$b", ""])
    func whatIsNoCallStays(_ sql: String) {
        #expect(MacroScanner(sql).replacing { _, _ in "!" } == sql)
    }

    @Test func textAroundCallsStays() {
        #expect(
            MacroScanner("é $a(1), $b(2) ü").replacing { call, comma in "<\(call.name)\(comma)>" }
                == "é <atrue>, <bfalse> ü")
    }
}
