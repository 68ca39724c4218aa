import Testing

@testable import Access

@Suite struct FoldedNameTests {
    @Test(arguments: [
        ("Admin", "admin"), ("ADMIN", "admin"), ("Ren\u{C9}", "rene\u{301}"), ("Stra\u{DF}e", "STRASSE"),
        ("\u{17F}a", "SA"), ("\u{212A}elvin", "kelvin"), ("\u{3C2}", "\u{3A3}"), ("\u{FB01}n", "fin"),
        ("\u{D55C}", "\u{1112}\u{1161}\u{11AB}"),
    ])
    func namesThatDifferInCaseOrFormFoldAlike(_ a: String, _ b: String) {
        #expect(Array(FoldedName.text(of: a).utf8) == Array(FoldedName.text(of: b).utf8))
    }

    @Test(arguments: ["ann", "anna", "änn", "\u{430}nn", "", "a n n"])
    func othersStayApart(_ name: String) {
        let others = ["ann", "anna", "änn", "\u{430}nn", "", "a n n"].filter { $0 != name }
        for other in others { #expect(FoldedName.text(of: name) != FoldedName.text(of: other)) }
    }

    @Test(arguments: ["\u{FF41}dmin", "ad\u{200B}min", "adm\u{2460}n", "a\u{A0}b", "\u{1D41A}dmin", "\u{AD}x"])
    func lookalikesOfFormAreRefused(_ name: String) {
        #expect(throws: AccessError.invalidField(name: "name", problem: "holds a character that looks like another")) {
            try NameRules.checkUnique(name, field: "name")
        }
    }

    @Test(arguments: ["Straße", "Équipe 7", "組織", "Ünder", "a@b.c", "Команда", "فريق"])
    func names(_ name: String) throws { try NameRules.checkUnique(name, field: "name") }

    @Test(arguments: ["", "a:b", "API_KEY", "a\u{0}", String(repeating: "x", count: 191)])
    func loginsThatCannotLogInAreRefused(_ login: String) {
        #expect(throws: AccessError.self) { try NameRules.checkLogin(login, field: "login") }
    }
}
