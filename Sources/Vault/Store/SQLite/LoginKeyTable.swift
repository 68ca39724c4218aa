internal import Access

/// The table `login_key`: whatever an account may be named by, folded. A key belongs to one account.
enum LoginKeyTable {
    /// These names and no others. `nameTaken` when another account has one of them.
    static func set(_ names: [String], of userID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        try database.run("DELETE FROM login_key WHERE user_id = ?", [.integer(userID)])
        for key in Set(names.map(FoldedName.text)) where !key.isEmpty {
            try database.run(
                "INSERT INTO login_key (key, user_id) VALUES (?, ?)", [.text(key), .integer(userID)])
        }
    }
}
