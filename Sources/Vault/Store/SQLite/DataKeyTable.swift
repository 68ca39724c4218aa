internal import Access
internal import Secrets

/// The table `data_key`.
enum DataKeyTable {
    /// In the order of ids.
    static func all(in database: SQLiteDatabase) throws(StoreError) -> [DataKeyRecord] {
        var keys: [DataKeyRecord] = []
        try database.each(
            "SELECT id, wrapped, key_encryption_key_id, is_active FROM data_key ORDER BY id"
        ) { (row) throws(StoreError) in
            keys.append(
                DataKeyRecord(
                    id: row.integer(0), wrapped: row.blob(1), keyEncryptionKeyID: row.text(2), isActive: row.flag(3)))
        }
        return keys
    }

    /// The record's id is kept: it is part of what the key was wrapped with.
    static func save(_ key: DataKeyRecord, in database: SQLiteDatabase) throws(StoreError) {
        try database.run(
            """
            INSERT INTO data_key (id, wrapped, key_encryption_key_id, is_active) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET wrapped = excluded.wrapped,
            key_encryption_key_id = excluded.key_encryption_key_id, is_active = excluded.is_active
            """,
            [.integer(key.id), .blob(key.wrapped), .text(key.keyEncryptionKeyID), SQLiteValue(key.isActive)])
    }
}
