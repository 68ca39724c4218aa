import Bytes
import Crypto
import Secrets
import TestSupport
import Testing

@Suite struct KeyringTests {
    @Test func aValueMadeByAnotherImplementationOpens() throws {
        #expect(try Golden.keyring().open(Golden.sealed, for: Golden.context).bytes == Array(Golden.plain.utf8))
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func whatWasSealedOpensInItsContextOnly(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let key = KeyEncryptionKey.make().key
        let keyring = try Keyring(unwrapping: [Keyring.makeDataKey(id: 1, wrappedBy: key)], with: key)
        for _ in 0..<100 {
            let plain = random.bytes(Int.random(in: 0...2000, using: &random))
            let names = (0..<2).map { _ in String(decoding: random.bytes(12), as: UTF8.self) }
            let orgID = Int64.random(in: .min ... .max, using: &random)
            let context = SealContext(orgID: orgID, sourceUID: names[0], field: names[1])
            let sealed = try keyring.seal(SecretBytes(copying: plain.span), for: context)
            #expect(try keyring.open(sealed, for: context).bytes == plain)
            #expect(sealed.bytes.count == plain.count + 38)
            let other = SealContext(orgID: orgID &+ 1, sourceUID: names[0], field: names[1])
            #expect(throws: SecretsError.authenticationFailed) { try keyring.open(sealed, for: other) }
        }
    }

    @Test func oneSecretSealedTwiceLooksDifferent() throws {
        let keyring = try Golden.keyring()
        let secret = SecretBytes("same")
        #expect(try keyring.seal(secret, for: Golden.context) != keyring.seal(secret, for: Golden.context))
    }

    @Test func aWrongKeyIsNamedAndNothingIsServed() throws {
        let other = KeyEncryptionKey.make().key
        let expected = SecretsError.wrongKeyEncryptionKey(dataKeyID: 7, wanted: "630dcd2966c43366", given: other.id)
        #expect(throws: expected) { try Keyring(unwrapping: [Golden.record], with: other) }
        let forged = DataKeyRecord(id: 7, wrapped: [], keyEncryptionKeyID: "x\n level=info ok", isActive: true)
        #expect(throws: SecretsError.wrongKeyEncryptionKey(dataKeyID: 7, wanted: "unknown", given: other.id)) {
            try Keyring(unwrapping: [forged], with: other)
        }
        // A record that claims to be wrapped by the given key, but is not.
        let claimed = DataKeyRecord(id: 7, wrapped: Golden.record.wrapped, keyEncryptionKeyID: other.id, isActive: true)
        #expect(throws: SecretsError.damagedDataKey(dataKeyID: 7)) { try Keyring(unwrapping: [claimed], with: other) }
    }

    @Test("A-052: a data key that was changed, cut or given another id is refused")
    func damagedDataKeysAreRefused() throws {
        let key = try Golden.key()
        let wrapped = Golden.record.wrapped
        var damaged: [[UInt8]] = (0..<wrapped.count).map { Array(wrapped[..<$0]) } + [wrapped + [0]]
        for index in wrapped.indices {
            for bit in 0..<8 {
                damaged.append(wrapped)
                damaged[damaged.count - 1][index] ^= 1 << bit
            }
        }
        for bytes in damaged {
            let record = DataKeyRecord(id: 7, wrapped: bytes, keyEncryptionKeyID: key.id, isActive: true)
            #expect(throws: SecretsError.damagedDataKey(dataKeyID: 7)) { try Keyring(unwrapping: [record], with: key) }
        }
        let renamed = DataKeyRecord(id: 8, wrapped: wrapped, keyEncryptionKeyID: key.id, isActive: true)
        #expect(throws: SecretsError.damagedDataKey(dataKeyID: 8)) { try Keyring(unwrapping: [renamed], with: key) }
    }

    @Test func recordsThatContradictEachOtherAreRefused() throws {
        let key = try Golden.key()
        let second = Keyring.makeDataKey(id: 8, wrappedBy: key)
        #expect(throws: SecretsError.repeatedDataKey(dataKeyID: 7)) {
            try Keyring(unwrapping: [Golden.record, Golden.record], with: key)
        }
        #expect(throws: SecretsError.activeDataKeys(count: 2)) {
            try Keyring(unwrapping: [Golden.record, second], with: key)
        }
        #expect(throws: SecretsError.activeDataKeys(count: 0)) {
            try Keyring(unwrapping: [], with: key).seal(SecretBytes("x"), for: Golden.context)
        }
    }

    @Test func rewrappingChangesTheKeysAndNotTheValues() throws {
        let (old, new) = (try Golden.key(), KeyEncryptionKey.make().key)
        let retired = DataKeyRecord(
            id: 7, wrapped: Golden.record.wrapped, keyEncryptionKeyID: Golden.record.keyEncryptionKeyID, isActive: false
        )
        let keyring = try Keyring(unwrapping: [retired, Keyring.makeDataKey(id: 8, wrappedBy: old)], with: old)
        let sealed = try keyring.seal(SecretBytes("new"), for: Golden.context)
        let rewrapped = keyring.rewrapped(by: new)
        #expect(rewrapped.map(\.id) == [7, 8] && rewrapped.map(\.isActive) == [false, true])
        #expect(rewrapped.allSatisfy { $0.keyEncryptionKeyID == new.id })
        #expect(throws: SecretsError.self) { try Keyring(unwrapping: rewrapped, with: old) }
        // A rotation that was interrupted leaves both kinds; both keys together open them.
        for records in [rewrapped, [retired, rewrapped[1]]] {
            let later = try Keyring(unwrapping: records, with: new, previous: [old])
            #expect(try later.open(sealed, for: Golden.context).bytes == Array("new".utf8))
            #expect(try later.open(Golden.sealed, for: Golden.context).bytes == Array(Golden.plain.utf8))
        }
    }

    @Test func aSecretBeyondTheBoundIsRefusedBothWays() throws {
        let keyring = try Golden.keyring()
        let largest = try keyring.seal(SecretBytes(randomCount: SealedValue.secretBytesMax), for: Golden.context)
        #expect(try keyring.open(largest, for: Golden.context).count == SealedValue.secretBytesMax)
        #expect(throws: SecretsError.tooLarge) {
            try keyring.seal(SecretBytes(randomCount: SealedValue.secretBytesMax + 1), for: Golden.context)
        }
        #expect(throws: SecretsError.tooLarge) {
            try keyring.open(SealedValue(bytes: largest.bytes + [0]), for: Golden.context)
        }
    }
}
