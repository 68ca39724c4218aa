import Bytes
import Catalog
import JSON
import Testing

@Suite struct KeepCookiesTests {
    @Test(
        "A-062: only what is named is kept, the login cookie never",
        arguments: [
            (["keep", "also"], ["keep", "also"]),
            (["pre[]"], ["pre", "prefix"]),
            (["[]"], ["keep", "also", "pre", "prefix", "Keep", "grafana_session_x"]),
            ([], []),
            (["grafana_session", "grafana_session[]"], ["grafana_session_x"]),
            (["Grafana_Session"], []),
        ] as [([String], [String])])
    func keepsWhatIsNamed(_ setting: [String], _ kept: [String]) {
        let cookies = KeepCookies(jsonData: ["keepCookies": .array(setting.map(JSONValue.string))])
        let names = [
            "keep", "also", "pre", "prefix", "Keep", "grafana_session", "Grafana_Session", "grafana_session_x",
        ]
        let result = names.filter { cookies.keeps($0.utf8.span) }
        #expect(result == kept)
    }

    @Test func otherValuesNameNothing() {
        for value: JSONValue in ["keep", 1, .null, ["keepCookies": "keep"], [["keep"]]] as [JSONValue] {
            #expect(KeepCookies(jsonData: ["keepCookies": value]).isEmpty)
        }
        #expect(KeepCookies(jsonData: "x").isEmpty)
    }
}
