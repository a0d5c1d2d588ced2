"""`python3 -m peerline` is the chat."""

from .chat import main

main()
