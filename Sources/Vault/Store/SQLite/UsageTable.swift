internal import Access

/// The columns `token.last_used_at` and `user.last_seen_at`. They leave no marks: nothing is decided by them.
enum UsageTable {
    static func save(_ usage: [UsageRecord], in database: SQLiteDatabase) throws(StoreError) {
        for record in usage {
            let moment = SQLiteValue.integer(record.lastSeenAt)
            switch record.subject {
            case .token(let id):
                try database.run(
                    "UPDATE token SET last_used_at = max(last_used_at, ?) WHERE id = ?", [moment, .integer(id)])
            case .user(let id):
                try database.run(
                    "UPDATE user SET last_seen_at = max(last_seen_at, ?) WHERE id = ?", [moment, .integer(id)])
            }
        }
    }
}
