internal import Access
internal import Catalog
internal import Secrets

/// The table `secret`: sealed values, a row each, that go with their source.
enum SecretTable {
    /// In the order of field names.
    static func fields(of sourceID: Int64, in database: SQLiteDatabase) throws(StoreError) -> [SealedField] {
        var fields: [SealedField] = []
        try database.each(
            "SELECT field, sealed, is_empty FROM secret WHERE data_source_id = ? ORDER BY field", [.integer(sourceID)]
        ) { (row) throws(StoreError) in
            fields.append(SealedField(name: row.text(0), value: SealedValue(bytes: row.blob(1)), isEmpty: row.flag(2)))
        }
        return fields
    }

    static func insert(_ field: SealedField, of sourceID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        try database.run(
            "INSERT INTO secret (data_source_id, field, sealed, is_empty) VALUES (?, ?, ?, ?)",
            [.integer(sourceID), .text(field.name), .blob(field.value.bytes), SQLiteValue(field.isEmpty)])
    }

    static func removeAll(of sourceID: Int64, in database: SQLiteDatabase) throws(StoreError) {
        try database.run("DELETE FROM secret WHERE data_source_id = ?", [.integer(sourceID)])
    }

    /// Every field there is.
    static func all(in database: SQLiteDatabase) throws(StoreError) -> FieldsBySource {
        var all = FieldsBySource()
        try database.each(
            "SELECT field, sealed, is_empty, data_source_id FROM secret ORDER BY data_source_id, field"
        ) { (row) throws(StoreError) in
            let value = SealedValue(bytes: row.blob(1))
            all.append(SealedField(name: row.text(0), value: value, isEmpty: row.flag(2)), of: row.integer(3))
        }
        return all
    }

    /// Fields on their way to their sources, both in the order of source ids.
    struct FieldsBySource {
        private var fields: [(sourceID: Int64, field: SealedField)] = []
        private var next = 0

        mutating func append(_ field: SealedField, of sourceID: Int64) { fields.append((sourceID, field)) }

        /// The fields of a source; ask in the order of ids.
        mutating func take(_ sourceID: Int64) -> [SealedField] {
            var taken: [SealedField] = []
            while next < fields.count, fields[next].sourceID == sourceID {
                taken.append(fields[next].field)
                next += 1
            }
            return taken
        }
    }
}
