/// A byte range to mask.
struct Finding: Equatable {
    var range: Range<Int>
    var detector: Detector
}
