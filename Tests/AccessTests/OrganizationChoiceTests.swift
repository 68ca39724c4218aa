import Access
import Testing

@Suite struct OrganizationChoiceTests {
    @Test(arguments: [("1", 1), ("42", 42), ("9223372036854775807", Int64.max)])
    func idsAreRead(_ text: String, _ id: Int64) {
        #expect(OrganizationChoice(parsing: text.utf8.span) == .id(id))
    }

    @Test(
        "A-009: any other spelling names nothing",
        arguments: [
            "", "0", "01", "+1", "-1", "1.0", "1,2", " 1", "1 ", "1e3", "x", "9223372036854775808",
            "99999999999999999999", "\u{661}",
        ])
    func otherSpellingsAreMalformed(_ text: String) {
        #expect(OrganizationChoice(parsing: text.utf8.span) == .malformed)
    }
}
