import Bytes
import Crypto
import Testing

@Suite struct ScryptTests {
    /// RFC 7914 section 12, but for the last, whose 1 GiB is beyond `ScryptCost`'s bounds.
    @Test(arguments: [
        (
            "", "", 4, 1, 1,
            """
            77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442\
            fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
            """
        ),
        (
            "password", "NaCl", 10, 8, 16,
            """
            fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162\
            2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
            """
        ),
        (
            "pleaseletmein", "SodiumChloride", 14, 8, 1,
            """
            7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
            d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
            """
        ),
    ])
    func publishedVectorsHold(
        _ password: String, _ salt: String, _ logN: Int, _ blockSize: Int, _ parallelism: Int, _ key: String
    ) throws {
        let cost = try #require(ScryptCost(logN: logN, blockSize: blockSize, parallelism: parallelism))
        let derived = try Scrypt.derive(
            password: Array(password.utf8).span, salt: Array(salt.utf8).span, cost: cost, count: 64)
        #expect(derived.withSpan { $0.copy() } == bytes(hex: key))
    }

    @Test(arguments: [
        (0, 8, 1), (21, 1, 1), (20, 8, 1), (19, 8, 1), (15, 0, 1), (15, 33, 1), (15, 8, 0), (15, 8, 17), (-1, 8, 1),
        (15, -8, 1), (63, 8, 1), (18, 8, 16), (Int.max, Int.max, Int.max), (Int.min, Int.min, Int.min),
    ])
    func costsThatNobodyCanAffordAreNoCosts(_ logN: Int, _ blockSize: Int, _ parallelism: Int) {
        #expect(ScryptCost(logN: logN, blockSize: blockSize, parallelism: parallelism) == nil)
    }

    @Test func strongCostsAreAllowed() {
        #expect(ScryptCost(logN: 17, blockSize: 8, parallelism: 1) != nil)
        #expect(ScryptCost(logN: 15, blockSize: 8, parallelism: 1) == .standard)
    }
}
