import Testing

@testable import Query

@Suite struct CivilTimeTests {
    @Test(arguments: [
        (0, 1970, 1, 1, 4, 1970, 1), (19_675, 2023, 11, 14, 2, 2023, 46), (-1, 1969, 12, 31, 3, 1970, 1),
        (11_016, 2000, 2, 29, 2, 2000, 9), (18_262, 2020, 1, 1, 3, 2020, 1), (18_628, 2021, 1, 1, 5, 2020, 53),
        (20_453, 2025, 12, 31, 3, 2026, 1),
    ])
    func daysAreDates(
        _ days: Int64, _ year: Int64, _ month: Int64, _ day: Int64, _ weekday: Int64, _ isoYear: Int64, _ week: Int64
    ) {
        let time = CivilTime(milliseconds: days * 86_400_000 + 1)
        #expect(time == CivilTime(year: year, month: month, day: day))
        #expect(time.weekday == weekday)
        #expect(time.isoWeek.year == isoYear)
        #expect(time.isoWeek.week == week)
    }

    @Test func yearsHaveTheirDays() {
        #expect(CivilTime(year: 2024, month: 12, day: 31)?.dayOfYear == 366)
        #expect(CivilTime(year: 2023, month: 12, day: 31)?.dayOfYear == 365)
        #expect(CivilTime(year: 2023, month: 12, day: 31)?.quarter == 4)
    }

    @Test func momentsAtTheEndsAreNoTrap() {
        for milliseconds in [Int64.min, -1, 0, .max] {
            let time = CivilTime(milliseconds: milliseconds)
            #expect(time.secondsSince1970 == milliseconds.flooredQuotient(by: 1_000))
            #expect(!time.rfc3339.isEmpty && time.isoWeek.week > 0)
        }
    }

    @Test func secondsAreWrittenAsTheyAreRead() {
        #expect(CivilTime(milliseconds: 1_700_000_000_999).rfc3339 == "2023-11-14T22:13:20Z")
    }
}
