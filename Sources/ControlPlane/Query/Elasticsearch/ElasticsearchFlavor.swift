/// The two members of the family.
enum ElasticsearchFlavor: Sendable {
    case elasticsearch, openSearch
}
