import Testing

@testable import Query

@Suite struct LegendTests {
    @Test(
        arguments: [
            ([:], "{}"), (["__name__": "up"], "up"), (["__name__": "up", "b": "2", "a": "1"], #"up{a="1", b="2"}"#),
            (["a": "x\"\n\\é\u{200B}"], #"{a="x\"\n\\é\u200b"}"#),
        ] as [([String: String], String)])
    func seriesAreNamedAsPrometheusDoes(labels: [String: String], name: String) {
        #expect(Legend.name(of: labels) == name)
    }

    @Test(arguments: [
        ("{{job}} on {{ instance }}", "a on "), ("plain", "plain"), ("{{}}", "{{}}"), ("{ {job} }", "{ {job} }"),
        ("{{ }}", ""),
        ("{{job", "{{job"), ("{{job}}{{job}}", "aa"), ("é{{job}}✓", "éa✓"), ("", ""), ("{{{job}}", ""),
        ("{{job}}}", "a}"),
    ])
    func placesAreFilled(format: String, text: String) {
        #expect(Legend.text(format, of: ["job": "a"]) == text)
    }
}
