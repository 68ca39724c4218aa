/// Names with dates in them, as Moment.js writes patterns: `[logs-]YYYY.MM.DD`. What stands in brackets stays as it is, and so does a
/// pattern without brackets.
enum DatePattern {
    private enum Part {
        case literal(Substring)
        case date(Substring)
    }

    static func text(_ pattern: String, at time: CivilTime) -> String {
        parts(of: pattern).map { part in
            switch part {
            case .literal(let text): String(text)
            case .date(let tokens): self.text(of: tokens, at: time)
            }
        }.joined()
    }

    /// The pattern with a star where dates are.
    static func everyDate(_ pattern: String) -> String {
        parts(of: pattern).map { part in
            switch part {
            case .literal(let text): String(text)
            case .date: "*"
            }
        }.joined()
    }

    private static func parts(of pattern: String) -> [Part] {
        guard pattern.utf8.contains(UInt8(ascii: "[")) else { return [.literal(pattern[...])] }
        var parts: [Part] = []
        var rest = pattern[...]
        while !rest.isEmpty {
            if rest.first == "[", let end = rest.firstIndex(of: "]") {
                parts.append(.literal(rest[rest.index(after: rest.startIndex)..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                let behind = rest.dropFirst().drop { $0 != "[" }
                parts.append(.date(rest[..<behind.startIndex]))
                rest = behind
            }
        }
        return parts
    }

    private static func text(of tokens: Substring, at time: CivilTime) -> String {
        var text = ""
        var rest = tokens
        while !rest.isEmpty {
            let token = token(at: rest)
            text += value(of: token, at: time) ?? String(token)
            rest = rest[token.endIndex...]
        }
        return text
    }

    /// The letters at the front that make one token; another character alone.
    private static func token(at rest: Substring) -> Substring {
        guard let letter = rest.first else { return rest }
        let run = rest.prefix { $0 == letter }
        for length in lengths(of: letter) where run.count >= length { return run.prefix(length) }
        return rest.prefix(1)
    }

    /// The lengths of the tokens of one letter, longest first.
    private static func lengths(of letter: Character) -> [Int] {
        switch letter {
        case "Y", "G", "g": [4, 2]
        case "M", "D", "d": [4, 3, 2, 1]
        case "H", "h", "m", "s", "W", "w": [2, 1]
        default: [1]
        }
    }

    /// Nothing for what is no token.
    private static func value(of token: Substring, at time: CivilTime) -> String? {
        switch token.first {
        case "Y", "G", "g", "M", "Q", "W", "w": year(token, time)
        case "D", "d", "E", "e": day(token, time)
        default: clock(token, time)
        }
    }

    private static func year(_ token: Substring, _ date: CivilTime) -> String? {
        switch token {
        case "YYYY": date.year.padded(to: 4)
        case "YY": (date.year - date.year.flooredQuotient(by: 100) * 100).padded(to: 2)
        case "GGGG", "gggg": date.isoWeek.year.padded(to: 4)
        case "GG", "gg": (date.isoWeek.year - date.isoWeek.year.flooredQuotient(by: 100) * 100).padded(to: 2)
        case "MMMM": months[Int(date.month) - 1]
        case "MMM": String(months[Int(date.month) - 1].prefix(3))
        case "MM": date.month.padded(to: 2)
        case "M": String(date.month)
        case "Q": String(date.quarter)
        // Grafana pads both.
        case "WW", "W", "ww", "w": date.isoWeek.week.padded(to: 2)
        default: nil
        }
    }

    private static func day(_ token: Substring, _ date: CivilTime) -> String? {
        switch token {
        case "DDDD": date.dayOfYear.padded(to: 3)
        case "DDD": String(date.dayOfYear)
        case "DD": date.day.padded(to: 2)
        case "D": String(date.day)
        case "dddd": weekdays[Int(date.weekday)]
        case "ddd", "dd": String(weekdays[Int(date.weekday)].prefix(3))
        case "d", "e": String(date.weekday)
        case "E": String((date.weekday + 6) % 7 + 1)
        default: nil
        }
    }

    private static func clock(_ token: Substring, _ time: CivilTime) -> String? {
        switch token {
        case "HH": time.hour.padded(to: 2)
        case "H": String(time.hour)
        case "hh": ((time.hour + 11) % 12 + 1).padded(to: 2)
        case "h": String((time.hour + 11) % 12 + 1)
        case "mm": time.minuteOfHour.padded(to: 2)
        case "m": String(time.minuteOfHour)
        case "ss": time.secondOfMinute.padded(to: 2)
        case "s": String(time.secondOfMinute)
        case "A": time.hour < 12 ? "AM" : "PM"
        case "a": time.hour < 12 ? "am" : "pm"
        case "X": String(time.secondsSince1970)
        default: nil
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}
