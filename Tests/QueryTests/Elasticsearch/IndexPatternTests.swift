import Catalog
import JSON
import Testing

@testable import Query

@Suite struct IndexPatternTests {
    private func pattern(_ index: String, _ interval: String = "") throws -> IndexPattern {
        let settings: JSONValue = ["timeField": "t", "index": .string(index), "interval": .string(interval)]
        return try IndexPattern(
            ElasticsearchSettings(
                DataSource(uid: "u", orgID: 1, name: "n", type: "elasticsearch", access: "proxy", jsonData: settings)))
    }

    private func range(_ from: Int64, _ to: Int64) -> TimeRange {
        TimeRange(from: FrameTime(milliseconds: from), to: FrameTime(milliseconds: to))
    }

    /// Tuesday 14 November 2023, 22:13:20 to Wednesday 15 November, 02:00.
    private let night: (Int64, Int64) = (1_700_000_000_000, 1_700_013_600_000)

    @Test func namesWithoutAnIntervalStayAsTheyAre() throws {
        #expect(try pattern("logs-*,[x]YYYY").indices(in: range(0, .max)) == "logs-*,[x]YYYY")
    }

    @Test(arguments: [
        (
            "Hourly", "[logs-]YYYY.MM.DD.HH",
            "logs-2023.11.14.22,logs-2023.11.14.23,logs-2023.11.15.00,logs-2023.11.15.01,logs-2023.11.15.02"
        ),
        ("Daily", "[logs-]YYYY.MM.DD", "logs-2023.11.14,logs-2023.11.15"),
        ("daily", "YY-M-D[.x]", "23-11-14.x,23-11-15.x"),
        ("Weekly", "[w]GGGG.WW", "w2023.46"), ("Monthly", "[m]YYYY.MM", "m2023.11"), ("Yearly", "[y]YYYY", "y2023"),
        ("Daily", "static", "static,static"),
    ])
    func everyPeriodOfTheRangeHasAnIndex(_ interval: String, _ index: String, _ names: String) throws {
        #expect(try pattern(index, interval).indices(in: range(night.0, night.1)) == names)
    }

    @Test func monthsAndYearsAreNotSkipped() throws {
        let range = range(1_672_531_199_000, 1_677_628_800_000)
        #expect(try pattern("[m]YYYY.MM", "Monthly").indices(in: range) == "m2022.12,m2023.01,m2023.02,m2023.03")
        #expect(try pattern("[y]YYYY", "Yearly").indices(in: range) == "y2022,y2023")
    }

    @Test func rangeThatEndsBeforeItBeginsHasTheIndexOfItsBeginning() throws {
        #expect(try pattern("[d]DD", "Daily").indices(in: range(night.1, 0)) == "d15")
    }

    @Test(arguments: ["Hourly", "Daily", "Weekly", "Monthly", "Yearly"])
    func tooManyIndicesAreRefused(_ interval: String) throws {
        let pattern = try pattern("[i]YYYY", interval)
        #expect(throws: QueryError("the time range covers more than 8784 indices")) {
            try pattern.indices(in: range(.min, .max))
        }
    }

    @Test func unknownIntervalIsRefused() {
        #expect(throws: QueryError("unsupported interval 'Fortnightly'")) { try pattern("[i]", "Fortnightly") }
    }

    @Test(arguments: [("[logs-]YYYY.MM.DD", "logs-%2A"), ("YYYY[-a]", "%2A-a"), ("plain", "plain")])
    func everyIndexIsAStar(_ index: String, _ name: String) throws {
        #expect(try pattern(index, "Daily").everyIndex == name)
    }

    @Test(arguments: [
        ("[]MMMM MMM MM M", "November Nov 11 11"), ("[]DDDD DDD DD D", "318 318 14 14"),
        ("[]dddd ddd d E e", "Tuesday Tue 2 2 2"),
        ("[]HH H hh h mm m ss s A a", "22 22 10 10 13 13 20 20 PM pm"), ("[]Q X [Q]", "4 1700000000 Q"),
        ("[]YYYYMMDD", "20231114"),
        ("[xx", "[xx"), ("[]x-ü", "x-ü"),
    ])
    func tokensAreParts(_ pattern: String, _ text: String) {
        #expect(DatePattern.text(pattern, at: CivilTime(milliseconds: night.0)) == text)
    }
}
