import NIOCore
import Testing

@testable import PostgresSession

@Suite("What the client gets of an answer")
struct AnswerTests {
    @Test func `passes, and tells of a failure until the server is ready`() {
        var answer = Answer.passing
        answer.fail()
        answer.fail()
        #expect(answer.readsServer && !answer.isDropped)
        #expect(answer.end().hasFailed)
        #expect(!answer.end().hasFailed)
    }

    @Test func `is nothing of a cut statement, and what it ends with knows of the CancelRequest`() {
        var answer = Answer.cut(hasFailed: false, .onItsWay)
        #expect(answer.readsServer && answer.isDropped)
        answer.fail()
        let ended = answer.end()
        #expect(ended.hasFailed && ended.wasCut && ended.cancel == .onItsWay)
        #expect(!answer.isDropped)
    }

    @Test func `goes on at once where the CancelRequest was delivered before the server is ready`() {
        for start in [Answer.cut(hasFailed: true, .onItsWay), .failing(.onItsWay)] {
            var answer = start
            #expect(answer.cancelDelivered() == nil)
            #expect(answer.end().cancel == .none)
        }
    }

    @Test func `waits with its ReadyForQuery for a CancelRequest, and gives it once`() {
        let message = ByteBuffer(string: "Z")
        var answer = Answer.ready(message)
        #expect(!answer.readsServer && answer.isReady)
        answer.fail()
        #expect(answer.cancelDelivered() == message)
        #expect(answer.readsServer)
        #expect(answer.cancelDelivered() == nil)
    }
}
