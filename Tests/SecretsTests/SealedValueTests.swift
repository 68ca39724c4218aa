import Bytes
import Crypto
import Secrets
import TestSupport
import Testing

@Suite struct SealedValueTests {
    /// Why these bytes do not open in the golden context; nothing when they do.
    private func refusal(_ bytes: [UInt8], _ keyring: Keyring, for context: SealContext = Golden.context)
        -> SecretsError?
    {
        do throws(SecretsError) {
            _ = try keyring.open(SealedValue(bytes: bytes), for: context)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "A-049: a value copied to another org, source or field does not open",
        arguments: [
            SealContext(orgID: 2, sourceUID: "p-prod", field: "basicAuthPassword"),
            SealContext(orgID: 0, sourceUID: "p-prod", field: "basicAuthPassword"),
            SealContext(orgID: 1, sourceUID: "P-prod", field: "basicAuthPassword"),
            SealContext(orgID: 1, sourceUID: "evil", field: "basicAuthPassword"),
            SealContext(orgID: 1, sourceUID: "", field: "basicAuthPassword"),
            SealContext(orgID: 1, sourceUID: "p-prod", field: "password"),
            SealContext(orgID: 1, sourceUID: "p-prod", field: ""),
            SealContext(orgID: 1, sourceUID: "p-prodbasic", field: "AuthPassword"),
            SealContext(orgID: 1, sourceUID: "p-pro", field: "dbasicAuthPassword"),
            SealContext(orgID: 1, sourceUID: "basicAuthPassword", field: "p-prod"),
            SealContext(orgID: 1, sourceUID: "p-prod\0", field: "basicAuthPassword"),
        ])
    func aSwappedValueDoesNotOpen(_ context: SealContext) throws {
        #expect(refusal(Golden.sealed.bytes, try Golden.keyring(), for: context) == .authenticationFailed)
    }

    @Test("A-049: a value of another installation does not open")
    func anotherInstallationsValueDoesNotOpen() throws {
        let key = KeyEncryptionKey.make().key
        let other = try Keyring(unwrapping: [Keyring.makeDataKey(id: 7, wrappedBy: key)], with: key)
        #expect(refusal(Golden.sealed.bytes, other) == .authenticationFailed)
    }

    @Test("A-052: every flipped bit is refused, and the header says why")
    func everyFlippedBitIsRefused() throws {
        let keyring = try Golden.keyring()
        let sealed = Golden.sealed.bytes
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << bit
                let refusal = refusal(changed, keyring)
                switch index {
                case 0: #expect(refusal == .unknownVersion(changed[0]))
                case 1: #expect(refusal == .unknownAlgorithm(changed[1]))
                case 2..<10:
                    guard case .unknownDataKey = refusal else {
                        Issue.record("byte \(index), bit \(bit): \(String(describing: refusal))")
                        continue
                    }
                default: #expect(refusal == .authenticationFailed)
                }
            }
        }
    }

    @Test("A-052: every truncation is refused")
    func everyTruncationIsRefused() throws {
        let keyring = try Golden.keyring()
        let sealed = Golden.sealed.bytes
        for length in 0..<sealed.count {
            #expect(refusal(Array(sealed[..<length]), keyring) == (length < 38 ? .truncated : .authenticationFailed))
        }
        #expect(refusal(sealed + [0], keyring) == .authenticationFailed)
    }

    @Test("A-052: a header that names another data key of the same store is refused")
    func theKeyIDIsAuthenticated() throws {
        let key = try Golden.key()
        let retired = DataKeyRecord(
            id: 7, wrapped: Golden.record.wrapped, keyEncryptionKeyID: Golden.record.keyEncryptionKeyID, isActive: false
        )
        let keyring = try Keyring(unwrapping: [retired, Keyring.makeDataKey(id: 8, wrappedBy: key)], with: key)
        var changed = Golden.sealed.bytes
        changed[9] = 8
        #expect(refusal(Golden.sealed.bytes, keyring) == nil)
        #expect(refusal(changed, keyring) == .authenticationFailed)
    }

    @Test(
        "A-052: Grafana's legacy forms are no sealed values",
        arguments: [
            "*YWVzLWNmYg*saltsalt0123456789abcdef0123456789abcdef", "saltsalt0123456789abcdef0123456789abcdef",
            "#ZGF0YWtleQ#*YWVzLWNmYg*saltsalt0123456789abcdef",
        ])
    func legacyFormsAreRefused(_ text: String) throws {
        let bytes = Array(text.utf8)
        #expect(refusal(bytes, try Golden.keyring()) == .unknownVersion(bytes[0]))
    }

    @Test func randomBytesNeverOpen() throws {
        var random = SeededGenerator(seed: 21)
        let keyring = try Golden.keyring()
        for _ in 0..<2000 {
            var bytes = random.bytes(Int.random(in: 0...100, using: &random))
            // Half of them carry a good header, so that they reach the tag.
            let header = Golden.sealed.bytes.prefix(10)
            if bytes.count >= 10, Bool.random(using: &random) { bytes.replaceSubrange(0..<10, with: header) }
            #expect(refusal(bytes, keyring) != nil)
        }
    }

    @Test func messagesNameKindsOfDamageAndNoBytes() throws {
        let keyring = try Golden.keyring()
        #expect(
            refusal(Array(Golden.sealed.bytes.dropLast()), keyring)?.description
                == "the sealed value was changed or belongs elsewhere")
        #expect(refusal([9], keyring)?.description == "the sealed value has the unknown version 9")
    }
}
