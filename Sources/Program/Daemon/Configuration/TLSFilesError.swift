/// What is wrong with one of the two files of the certificate, to be read behind its option's name. Nothing in it comes from the file.
struct TLSFilesError: Error, Equatable {
    let option: Option
    let text: String

    init(_ option: Option, _ text: String) {
        self.option = option
        self.text = text
    }
}
