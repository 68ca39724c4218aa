import Foundation
import TestSupport
import Testing

/// What comes through Headgate against what the data source says to whoever calls it directly.
@Suite struct DirectComparisonTests {
    private struct House {
        static let smallBytes = 5_000
        static let largeBytes = 50 << 20

        let server: HeadgateProcess
        let direct: Caller
        let viewer: Caller
        private let files: FileServer

        init(largeBytes: Int = 0) throws {
            files = try FileServer(small: Self.noise(Self.smallBytes), large: Self.noise(largeBytes))
            server = try HeadgateProcess()
            _ = try server.admin.createSource([
                "uid": "files", "name": "files", "type": "prometheus", "access": "proxy",
                "url": .string("http://127.0.0.1:\(files.port)"),
            ])
            direct = Caller(port: files.port, authorization: nil)
            viewer = try server.caller(role: .viewer)
        }

        /// Bytes of which no two runs are alike, so that none can stand for another.
        private static func noise(_ count: Int) throws -> [UInt8] {
            guard count > 0 else { return [] }
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/dev/urandom"))
            return Array(try #require(try file.read(upToCount: count)))
        }

        /// Both answers to one request: the direct one first.
        func both(
            _ path: String, _ fields: [(String, String)] = [], method: String = "GET"
        ) throws -> (RawAnswer, RawAnswer) {
            (
                try direct.call(method, path, fields: fields),
                try viewer.call(method, "/api/datasources/proxy/uid/files\(path)", fields: fields)
            )
        }
    }

    /// What describes the body and the part of it.
    private static let described = [
        "content-type", "content-length", "content-range", "accept-ranges", "etag", "last-modified",
    ]

    private func expectAlike(_ pair: (RawAnswer, RawAnswer), status: Int) {
        let (direct, proxied) = pair
        #expect(direct.status == status && proxied.status == status)
        for name in Self.described { #expect(proxied.field(name) == direct.field(name), "\(name)") }
        #expect(direct.ending == .complete && proxied.ending == .complete)
        // Not within the macro, which looks for every difference of two bodies.
        let isSame = proxied.body == direct.body
        #expect(isSame)
    }

    @Test func partsOfAFileAreTheSame() throws {
        let house = try House()
        let ranges = [
            ("bytes=0-0", 206), ("bytes=100-4099", 206), ("bytes=-17", 206), ("bytes=4999-", 206),
            ("bytes=10-99999", 206), ("bytes=5000-", 416), ("bytes=9-1", 416), ("lines=1-2", 200),
        ]
        for (range, status) in ranges {
            expectAlike(try house.both("/small.bin", [("Range", range)]), status: status)
            expectAlike(try house.both("/small.bin", [("Range", range)], method: "HEAD"), status: status)
        }
    }

    @Test func ifRangeDecidesAsTheSourceDoes() throws {
        let house = try House()
        let whole = try house.both("/small.bin")
        expectAlike(whole, status: 200)
        let tag = try #require(whole.0.field("etag"))
        let date = try #require(whole.0.field("last-modified"))
        for (condition, status) in [(tag, 206), (date, 206), ("\"other\"", 200)] {
            expectAlike(
                try house.both("/small.bin", [("Range", "bytes=7-70"), ("If-Range", condition)]), status: status)
        }
        expectAlike(try house.both("/small.bin", [("If-None-Match", tag)]), status: 304)
    }

    @Test func severalPartsAreTheSameButForTheirBoundary() throws {
        let house = try House()
        let (direct, proxied) = try house.both("/small.bin", [("Range", "bytes=0-99,1000-1999,-10")])
        #expect(direct.status == 206 && proxied.status == 206)
        #expect(proxied.field("content-length") == direct.field("content-length"))
        let isSame = try Self.parts(proxied) == Self.parts(direct)
        #expect(isSame)
    }

    /// The body with every boundary, which the source draws anew for each answer, taken out.
    private static func parts(_ answer: RawAnswer) throws -> [UInt8] {
        let type = try #require(answer.field("content-type"))
        let prefix = "multipart/byteranges; boundary="
        try #require(type.hasPrefix(prefix))
        var body = Data(answer.body)
        let boundary = Data("--\(type.dropFirst(prefix.count))".utf8)
        var found = 0
        while let range = body.range(of: boundary) {
            body.removeSubrange(range)
            found += 1
        }
        #expect(found == 4)
        return Array(body)
    }

    @Test(
        "50 MiB arrive as they were sent, with a length and in chunks", arguments: ["/api/v1/query_range", "/federate"])
    func aLargeAnswerIsTheSame(_ path: String) throws {
        let house = try House(largeBytes: House.largeBytes)
        let pair = try house.both(path)
        #expect(pair.0.body.count == House.largeBytes)
        #expect((pair.0.field("transfer-encoding") == "chunked") == (path == "/federate"))
        expectAlike(pair, status: 200)
    }
}
