import Access
import Catalog
import Reactor
import Secrets

@testable import Query

extension AskedSource {
    /// A source behind `door`, asked by an editor; what takes long is computed on the spot, unless `compute` says otherwise.
    init(
        _ source: DataSource, behind door: any SourceDoor, compute: any ComputePool = ComputingHere()
    ) throws {
        let key = KeyEncryptionKey.make().key
        let keyring = try Keyring(unwrapping: [Keyring.makeDataKey(id: 1, wrappedBy: key)], with: key)
        let builder = RouteBuilder(keyring: keyring) { _, _ in [] }
        self.init(
            builder.route(for: StoredDataSource(source: source, secrets: [], revision: 1)),
            askedBy: Identity(subject: .user(1), login: "editor", orgID: source.orgID, role: .editor), door: door,
            compute: compute)
    }
}

struct ComputingHere: ComputePool {
    func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result { work() }
}
