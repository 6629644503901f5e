import HTTPTypes
import HubAPI
import Hummingbird
import Witness

/// `POST /add-checkpoint`: C2SP tlog-witness (https://c2sp.org/tlog-witness). A checkpoint speaks for itself: no token.
struct WitnessRoute {
    let services: HubServices

    func add(to router: Router<HubContext>) {
        router.post("/add-checkpoint") { request, _ in
            let body = try await request.bytes(limit: AddCheckpoint.bytesLimit)
            switch try await services.witness.add(Array(body.readableBytesView)) {
            case .cosigned(let lines): return HubResponse.text(lines)
            case .conflict(let size):
                return HubResponse.text("\(size)\n", type: "text/x.tlog.size", status: .conflict)
            case .inconsistent:
                return HubResponse.text(
                    "the proof does not lead from the cosigned checkpoint to this one\n", status: .unprocessableContent)
            }
        }
    }
}
