import NIOCore

/// One of the two connections of a driver.
final class SSHDriverSide: SSHPeer {
    enum Side { case client, host }

    private let driver: SSHDriver
    private let side: Side

    init(_ driver: SSHDriver, _ side: Side) {
        self.driver = driver
        self.side = side
    }

    func connected() {
        switch side {
        case .client: driver.greet()
        // It has been for a while.
        case .host: break
        }
    }

    func receive(_ bytes: ByteBuffer) {
        switch side {
        case .client: driver.receiveFromClient(bytes)
        case .host: driver.receiveFromHost(bytes)
        }
    }

    func gone(_ reason: String) {
        switch side {
        case .client: driver.finish("the connection to the client ended: \(reason)")
        case .host: driver.hostGone(reason)
        }
    }

    func becameWritable() { driver.becameWritable() }

    var wantsBytes: Bool {
        switch side {
        case .client: driver.wantsClientBytes
        case .host: driver.wantsHostBytes
        }
    }
}
