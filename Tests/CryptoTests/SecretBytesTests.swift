import Bytes
import COpenSSL
import Glibc
import TestSupport
import Testing

@testable import Crypto

/// One process has one secure heap and one dumpable flag, so these run one after the other.
@Suite(.serialized) struct SecretBytesTests {
    private static let protection = SecureMemory.start(bytes: 64 * 1024)

    @Test func bytesComeBackAsTheyWere() {
        var random = SeededGenerator(seed: 5)
        for count in [0, 1, 31, 32, 33, 4096, 4097, 200_000] {
            let plain = random.bytes(count)
            let secret = SecretBytes(copying: plain.span)
            var buffer = ByteBuffer(kind: .confidential)
            secret.append(to: &buffer)
            #expect(secret.count == count && buffer.span.copy() == plain)
        }
    }

    @Test func nothingPrintsASecret() {
        struct Holder { let password: SecretBytes }
        let secret = SecretBytes(copying: Array("canary".utf8).span)
        var dumped = ""
        dump(Holder(password: secret), to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\(Holder(password: secret))", "\([secret])", dumped] {
            #expect(text.contains("<sealed>"))
            #expect(!text.contains("canary") && !text.contains("base") && !text.contains("0x"))
        }
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func aFullSecureHeapSpillsIntoPagesOfOurOwn() {
        #expect(Self.protection != .pages && SecureMemory.protection == Self.protection)
        #expect(SecureMemory.start(bytes: 1 << 20) == Self.protection)
        #expect(SecretBytes(copying: [1, 2, 3].span).isInSecureHeap)
        #expect(!SecretBytes(randomCount: 100_000).isInSecureHeap)
        let outside = SecureMemory.usage.outside
        var held: [SecretBytes] = []
        for value in 0..<3000 {
            held.append(SecretBytes(copying: [UInt8](repeating: UInt8(value & 255), count: 32).span))
        }
        #expect(held.contains { !$0.isInSecureHeap } && SecureMemory.usage.outside > outside)
        // OpenSSL itself still finds room: a new thread's random generator needs some.
        #expect(SecretBytes(randomCount: 64).count == 64)
        for (value, secret) in held.enumerated() {
            #expect(secret.withSpan { $0.copy() } == [UInt8](repeating: UInt8(value & 255), count: 32))
        }
    }

    @Test("A-047: pages that hold a secret are left out of core dumps", arguments: [32, 5000, 500_000])
    func secretPagesAreNotDumped(_ count: Int) throws {
        _ = Self.protection
        let secret = SecretBytes(randomCount: count)
        let address = secret.withBytes { UInt(bitPattern: $0.baseAddress) }
        #expect(try mappingFlags(at: address).contains("dd"))
    }

    @Test("A-047: core files are off, and so are tracers when asked for")
    func coreDumpsAreOff() {
        #expect(SecureMemory.disableCoreDumps(refusingTracers: false))
        var limit = rlimit(rlim_cur: 1, rlim_max: 1)
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 && limit.rlim_max == 0)
        #expect(hg_get_dumpable() == 1)
        #expect(SecureMemory.disableCoreDumps())
        #expect(hg_get_dumpable() == 0)
        // The flag belongs to the whole test process: sanitizers and the other tests want it back.
        #expect(hg_set_dumpable(1) == 0)
    }

    /// `VmFlags` of the mapping around `address` (proc(5), smaps).
    private func mappingFlags(at address: UInt) throws -> [Substring] {
        let file = try #require(fopen("/proc/self/smaps", "r"))
        defer { fclose(file) }
        var isInside = false
        var line = [CChar](repeating: 0, count: 4096)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(
                decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let words = text.split(separator: " ")
            let bounds = words.first?.split(separator: "-").compactMap { UInt($0, radix: 16) } ?? []
            if bounds.count == 2 { isInside = (bounds[0]..<bounds[1]).contains(address) }
            if isInside, words.first == "VmFlags:" { return Array(words.dropFirst()) }
        }
        return []
    }
}
