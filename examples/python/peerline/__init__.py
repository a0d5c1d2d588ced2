"""A client of PLP/1, the protocol of Peerline, on Python's standard library alone.

From below: `values`, `lexicon`, `cbor`, `json_strict`, `transcode` and `frames` are the two
encodings; `ed25519`, `phrase` and `identity` prove who one is; `session` is the protocol of one
client without clock, randomness and sockets; `websocket`, `sse` and `lines` are links; `client`
carries a session over a link; `chat` is a program for people, `vectors` one for testing.
"""
