import Testing

@testable import Downstream

@Suite struct HTTPDateTests {
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"), (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    ])
    func secondsAreWrittenAsADate(_ seconds: Int64, _ text: String) {
        #expect(HTTPDate.format(seconds) == text)
    }

    @Test func theTextFollowsTheClock() {
        var date = HTTPDate()
        date.update(unixSeconds: 784_111_777)
        let first = date.text
        date.update(unixSeconds: 784_111_777)
        #expect(date.text == first)
        date.update(unixSeconds: 784_111_778)
        #expect(String(decoding: date.text, as: UTF8.self) == "Sun, 06 Nov 1994 08:49:38 GMT")
    }
}
