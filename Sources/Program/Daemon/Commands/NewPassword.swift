internal import Crypto
internal import Reactor

/// The password for an account that a command makes or changes: `HEADGATE_USER_PASSWORD`, or one that is made up.
struct NewPassword {
    let hash: PasswordHash
    /// What was made up, to be shown this once.
    let shown: String?

    static func take() throws(DaemonError) -> NewPassword {
        let name = "HEADGATE_USER_PASSWORD"
        let given = ProcessEnvironment.variables(withPrefix: name)[name]
        let text = given ?? RandomPassword.make()
        guard text.utf8.count >= 4 else {
            throw .usage(.invalidValue(flag: name, problem: "is too short"))
        }
        do throws(CryptoError) {
            let hash = try PasswordHash.make(password: text.utf8.span)
            return NewPassword(hash: hash, shown: given == nil ? text : nil)
        } catch {
            throw .passwordNotHashed
        }
    }
}
