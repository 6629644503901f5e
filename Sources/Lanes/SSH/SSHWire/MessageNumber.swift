/// The numbers of messages (RFC 4250, section 4.1, and OpenSSH's PROTOCOL).
package enum MessageNumber {
    package static let disconnect: UInt8 = 1
    package static let ignore: UInt8 = 2
    package static let unimplemented: UInt8 = 3
    package static let debug: UInt8 = 4
    package static let serviceRequest: UInt8 = 5
    package static let serviceAccept: UInt8 = 6
    package static let extensionInfo: UInt8 = 7
    package static let keyExchangeInit: UInt8 = 20
    package static let newKeys: UInt8 = 21
    package static let exchangeInit: UInt8 = 30
    package static let exchangeReply: UInt8 = 31
    package static let authenticationRequest: UInt8 = 50
    package static let authenticationFailure: UInt8 = 51
    package static let authenticationSuccess: UInt8 = 52
    package static let authenticationBanner: UInt8 = 53
    /// USERAUTH_PK_OK and USERAUTH_INFO_REQUEST: the method that was asked for decides.
    package static let authenticationMethod: UInt8 = 60
    package static let informationResponse: UInt8 = 61
    package static let globalRequest: UInt8 = 80
    package static let requestSuccess: UInt8 = 81
    package static let requestFailure: UInt8 = 82
    package static let channelOpen: UInt8 = 90
    package static let channelOpenConfirmation: UInt8 = 91
    package static let channelOpenFailure: UInt8 = 92
    package static let channelWindowAdjust: UInt8 = 93
    package static let channelData: UInt8 = 94
    package static let channelExtendedData: UInt8 = 95
    package static let channelEOF: UInt8 = 96
    package static let channelClose: UInt8 = 97
    package static let channelRequest: UInt8 = 98
    package static let channelSuccess: UInt8 = 99
    package static let channelFailure: UInt8 = 100
    /// ping@openssh.com
    package static let ping: UInt8 = 192
    package static let pong: UInt8 = 193
}
